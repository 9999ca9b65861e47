import { z } from 'zod'
import { command, serveMember } from '#tests/bench/harness/serve-member.ts'
import { createRandom } from '#tests/support/random.ts'
import { connectHttp, connectSocket, type Person } from './connect.ts'
import { createScreen, type ShowingScreen } from './screen.ts'
import { createSender, type Sender } from './sender.ts'
import { watchBySse } from './watch-sse.ts'
import { type Watcher, watchByTrpc } from './watch-trpc.ts'

/**
 * Visitors and staff of a fault run, in a process of their own: watchers (the real tRPC client, or SSE) that record what
 * they are shown, and senders that repeat until they are answered.
 */
const person = z.object({ name: z.string(), cookie: z.string(), address: z.string() })
const watcher = z.object({
  person: z.string(),
  kind: z.enum(['trpc', 'sse']),
  conversationId: z.string(),
  /** Of gateways; each connection takes the next. */
  gateways: z.array(z.string()).min(1),
  /** Where to go on from; absent: from the first event. */
  cursor: z.string().optional(),
  /** What it had shown before. */
  before: z.array(z.object({ seq: z.int(), id: z.string() })).default([]),
})
const sender = z.object({
  person: z.string(),
  conversationId: z.string(),
  /** `http`: through the API; else through these gateways. */
  gateways: z.array(z.string()),
})

const people = new Map<string, Person>()
const watchers: { readonly screen: ShowingScreen; readonly watcher: Watcher }[] = []
const senders: { readonly person: string; readonly conversationId: string; readonly sender: Sender }[] = []
const clients: { readonly client: ReturnType<typeof connectHttp>; readonly conversationId: string }[] = []
let apiUrl = ''
let pace: NodeJS.Timeout | undefined

const personNamed = (name: string) => (): Person => {
  const found = people.get(name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

function inTurn(choices: readonly string[], scheme: 'http' | 'ws'): () => string {
  let turn = watchers.length
  return () => {
    turn += 1
    return `${scheme}://${choices[turn % choices.length] ?? ''}`
  }
}

function watch({ person: name, kind, conversationId, gateways, cursor, before }: z.output<typeof watcher>): void {
  const api = connectHttp(apiUrl, personNamed(name))
  const screen = createScreen({
    client: `${name} (${kind})`,
    conversationId,
    readPage: async (beforeSeq) => api.messages.list.query({ conversationId, beforeSeq, limit: 200 }),
  })
  screen.resumeAt(cursor, before)
  const options = { person: personNamed(name), conversationId, screen }
  const next = inTurn(gateways, kind === 'trpc' ? 'ws' : 'http')
  const started =
    kind === 'trpc' ? watchByTrpc({ ...options, url: () => `${next()}/trpc` }) : watchBySse({ ...options, url: next })
  watchers.push({ screen, watcher: started })
}

function addSender({ person: name, conversationId, gateways }: z.output<typeof sender>): void {
  const next = inTurn(gateways, 'ws')
  const client =
    gateways.length === 0
      ? connectHttp(apiUrl, personNamed(name))
      : connectSocket(() => `${next()}/trpc`, personNamed(name)).client
  senders.push({ person: name, conversationId, sender: createSender({ client, conversationId }) })
  clients.push({ client, conversationId })
}

serveMember({
  /** Also tells of new sessions, when Redis lost the old ones. */
  people: command(z.object({ apiUrl: z.string(), people: z.array(person) }), async (args) => {
    apiUrl = args.apiUrl
    for (const { name, ...rest } of args.people) people.set(name, rest)
  }),
  watch: command(z.array(watcher), async (all) => all.forEach(watch)),
  addSenders: command(z.array(sender), async (all) => all.forEach(addSender)),
  /** Open loop: so many a second, spread over the senders by chance, whatever the answers do. */
  startSending: command(z.object({ perSecond: z.number(), seed: z.int() }), async ({ perSecond, seed }) => {
    const random = createRandom(seed)
    let count = 0
    pace = setInterval(() => {
      count += 1
      void senders[random.between(0, senders.length - 1)]?.sender.send(`message ${count}`)
    }, 1_000 / perSecond)
  }),
  /** Every sender of that person sends that one message, at the same moment: tabs that share an outbox. */
  sendFromAll: command(
    z.object({ person: z.string(), clientMsgId: z.string(), body: z.string() }),
    async ({ person: name, clientMsgId, body }) => {
      const tabs = senders.filter((one) => one.person === name)
      await Promise.all(tabs.map(({ sender: tab }) => tab.send(body, clientMsgId)))
    },
  ),
  /** Everyone says that they are typing; whether it works does not matter. */
  typeFromAll: command(z.unknown(), async () => {
    const reports = clients.map(({ client, conversationId }) =>
      client.conversations.setActivity.mutate({ conversationId, isTyping: true }).catch(() => undefined),
    )
    await Promise.race([Promise.all(reports), new Promise((resolve) => setTimeout(resolve, 300))])
  }),
  finishSending: command(z.unknown(), async () => {
    clearInterval(pace)
    return (await Promise.all(senders.map(({ sender: one }) => one.finish()))).flat()
  }),
  heads: command(z.unknown(), async () => watchers.map(({ screen }) => screen.head())),
  screens: command(z.unknown(), () =>
    Promise.all(watchers.map(({ screen, watcher: one }) => screen.read(one.connections()))),
  ),
})
