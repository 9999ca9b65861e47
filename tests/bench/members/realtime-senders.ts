import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import { z } from 'zod'
import { newId } from '#server/contracts/ids.ts'
import type { AppRouter } from '#server/router.ts'
import { command, serveMember } from '../harness/serve-member.ts'

/** People who send at a steady pace, whatever the answers do; each send is stamped with the moment it was due. */
const runArgs = z.object({
  apiUrl: z.string(),
  cookies: z.array(z.string()),
  rooms: z.array(z.string()),
  perSecond: z.number(),
  seconds: z.number(),
})

const nowMs = (): number => performance.timeOrigin + performance.now()

async function run({ apiUrl, cookies, rooms, perSecond, seconds }: z.output<typeof runArgs>) {
  const clients = cookies.map((cookie, index) =>
    createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: apiUrl,
          transformer: superjson,
          headers: { cookie, 'x-forwarded-for': `10.9.${(index >> 8) & 255}.${index & 255}` },
        }),
      ],
    }),
  )
  const startedMs = nowMs()
  const total = Math.round(perSecond * seconds)
  const sends: Promise<{ key: string; dueAtMs: number; answeredAtMs: number; committedAtMs: number } | null>[] = []
  while (sends.length < total) {
    const dueAtMs = startedMs + (sends.length / perSecond) * 1_000
    if (nowMs() < dueAtMs) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      continue
    }
    const conversationId = rooms[sends.length % rooms.length] ?? ''
    const client = clients[sends.length % clients.length]
    sends.push(send(client, conversationId, dueAtMs))
  }
  return (await Promise.all(sends)).filter((one) => one !== null)
}

async function send(
  client: ReturnType<typeof createTRPCClient<AppRouter>> | undefined,
  conversationId: string,
  dueAtMs: number,
) {
  const answer = await client?.messages.send
    .mutate({ conversationId, clientMsgId: newId(), body: 'Bom dia, doutora. '.repeat(9) })
    .catch(() => null)
  if (!answer) return null
  const { seq, createdAt } = answer.event
  return { key: `${conversationId}:${seq}`, dueAtMs, answeredAtMs: nowMs(), committedAtMs: Date.parse(createdAt) }
}

serveMember({ run: command(runArgs, run) })
