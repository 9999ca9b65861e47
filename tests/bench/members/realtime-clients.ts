import { WebSocket } from 'ws'
import { z } from 'zod'
import { command, serveMember } from '../harness/serve-member.ts'
import { protocols } from '../subjects/realtime/protocols.ts'
import { realtimeSubjects } from '../subjects/realtime/realtime-subject.ts'

/** Sockets that count what they get, in a process of their own: what they cost is nobody's figure. */
const connectArgs = z.object({
  subject: z.enum(realtimeSubjects),
  port: z.int(),
  rooms: z.array(z.string()),
  /** Socket i sits in room i modulo the number of rooms. */
  count: z.int(),
  /** A session each, where the server asks for one. */
  cookies: z.array(z.string()),
})

let sockets: WebSocket[] = []
let delivered = 0
/** When a message came, by room and number; of one socket per room. */
let arrivals: { key: string; atMs: number }[] = []

const connecting = 100

async function connect({ subject, port, rooms, count, cookies }: z.output<typeof connectArgs>): Promise<void> {
  for (let first = 0; first < count; first += connecting) {
    const numbers = Array.from({ length: Math.min(connecting, count - first) }, (_, index) => first + index)
    const opened = numbers.map((number) => open({ subject, port, rooms, cookies }, number))
    sockets.push(...(await Promise.all(opened)))
  }
}

type Connect = Pick<z.output<typeof connectArgs>, 'subject' | 'port' | 'rooms' | 'cookies'>

function open({ subject, port, rooms, cookies }: Connect, number: number): Promise<WebSocket> {
  const protocol = protocols[subject]
  const room = rooms[number % rooms.length] ?? ''
  const isSample = number < rooms.length
  const cookie = cookies[number % Math.max(1, cookies.length)]
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}${protocol.path}`, protocol.subprotocol ?? [], {
    perMessageDeflate: false,
    headers: { 'x-forwarded-for': address, ...(cookie && { cookie }) },
  })
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return
    if (protocol.isMessage(data)) {
      delivered += 1
      if (isSample) arrivals.push({ key: `${room}:${seqOf(data)}`, atMs: nowMs() })
      return
    }
    const answer = protocol.reply?.(data, room)
    if (answer !== undefined) socket.send(answer)
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      for (const text of protocol.hello(room)) socket.send(text)
      resolve(socket)
    })
  })
}

/** Every subject's frame carries the event's JSON, escaped or not. */
const seqOf = (frame: Buffer): number => Number(/\\?"seq\\?":(\d+)/.exec(frame.toString('latin1'))?.[1])

/** The same clock in every process of this machine. */
const nowMs = (): number => performance.timeOrigin + performance.now()

serveMember({
  connect: command(connectArgs, connect),
  reset: command(z.unknown(), async () => {
    delivered = 0
    arrivals = []
  }),
  delivered: command(z.unknown(), async () => delivered),
  arrivals: command(z.unknown(), async () => arrivals),
  open: command(z.unknown(), async () => sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length),
  hangUp: command(z.unknown(), async () => {
    for (const socket of sockets) socket.terminate()
    sockets = []
  }),
})
