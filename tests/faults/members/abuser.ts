import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { command, serveMember } from '#tests/bench/harness/serve-member.ts'
import { dial, subscription } from './dial.ts'

/** Means no good, in a process of its own. */
const target = z.object({ gateway: z.string(), conversationId: z.string(), cookie: z.string() })

interface Attack {
  readonly name: string
  readonly act?: (socket: WebSocket) => void
  readonly origin?: string
}

/** Longer than a socket has for its first message. */
const patienceMs = 12_500

const attacks = (conversationId: string): readonly Attack[] => [
  { name: 'no first message' },
  { name: 'huge frame', act: (socket) => socket.send('x'.repeat(1024 * 1024)) },
  { name: 'garbage', act: (socket) => socket.send('{"id":1,"method":"nothing"') },
  {
    name: '1 000 subscriptions',
    act(socket) {
      for (let id = 1; id <= 1_000; id += 1) socket.send(subscription(id, conversationId))
    },
  },
  {
    name: 'PING flood',
    act(socket) {
      for (let turn = 0; turn < 5_000; turn += 1) socket.send('PING')
    },
  },
  {
    name: 'batch bomb',
    act(socket) {
      // Small enough for a frame.
      const calls = Array.from({ length: 500 }, (_, index) => call(index + 1))
      socket.send(`[${calls.join(',')}]`)
    },
  },
  { name: 'bad origin', origin: 'https://evil.example' },
]

const call = (id: number): string => JSON.stringify({ id, method: 'query', params: { path: 'viewer.me' } })

async function attempt({ act, origin }: Attack, { gateway, cookie }: z.output<typeof target>) {
  const socket = await dial({ gateway, cookie, address: '10.250.0.1', ...(origin !== undefined && { origin }) })
  if (!socket) return { ending: 'turned away', refused: 0, answered: 0 }
  let [refused, answered] = [0, 0]
  socket.on('message', (data) => {
    // Several answers may share a frame.
    const text = String(data)
    refused += text.split('"error":').length - 1
    answered += text.split('"result":').length - 1
  })
  const closed = once(socket, 'close').then(([code]) => `closed with ${code}`)
  act?.(socket)
  const ending = await Promise.race([closed, new Promise<string>((done) => setTimeout(done, patienceMs, 'stayed'))])
  socket.terminate()
  return { ending, refused, answered }
}

serveMember({
  attack: command(target, (aim) =>
    Promise.all(
      attacks(aim.conversationId).map(async (attack) => ({ name: attack.name, ...(await attempt(attack, aim)) })),
    ),
  ),
})
