import { type ClientRequest, get } from 'node:http'
import { z } from 'zod'
import { command, serveMember } from '../harness/serve-member.ts'

/** Event streams that count what they get. */
const connectArgs = z.object({ port: z.int(), room: z.string(), count: z.int(), cookies: z.array(z.string()) })

let requests: ClientRequest[] = []
let delivered = 0

function open({ port, room, cookies }: z.output<typeof connectArgs>, number: number): Promise<void> {
  const cookie = cookies[number % Math.max(1, cookies.length)]
  const address = `10.1.${(number >> 8) & 255}.${number & 255}`
  return new Promise((resolve, reject) => {
    const request = get(
      {
        ...{ host: '127.0.0.1', port, agent: false },
        path: `/api/chat/stream?conversationId=${room}&lastEventId=1`,
        headers: { 'x-forwarded-for': address, ...(cookie && { cookie }) },
      },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`))
        response.on('data', (chunk: Buffer) => {
          for (let at = chunk.indexOf('data: '); at >= 0; at = chunk.indexOf('data: ', at + 6)) delivered += 1
        })
        response.on('error', () => undefined)
        resolve()
      },
    )
    request.on('error', reject)
    requests.push(request)
  })
}

serveMember({
  connect: command(connectArgs, async (args) => {
    for (let number = 0; number < args.count; number += 1) await open(args, number)
  }),
  reset: command(z.unknown(), async () => {
    delivered = 0
  }),
  delivered: command(z.unknown(), async () => delivered),
  hangUp: command(z.unknown(), async () => {
    for (const request of requests) request.destroy()
    requests = []
  }),
})
