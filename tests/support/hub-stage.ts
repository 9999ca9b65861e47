import { sendMessage } from '#db/queries/messages.ts'
import { newId } from '#server/contracts/ids.ts'
import { createRealtime } from '#server/realtime/create-realtime.ts'
import type { Attachment, Hub } from '#server/realtime/hub/hub.ts'
import type { HubBounds } from '#server/realtime/hub/hub-bounds.ts'
import type { Realtime } from '#server/realtime/realtime.ts'
import { givenConversation } from './both-ways.ts'
import { type RedisProcess, startRedisProcess } from './redis-process.ts'
import { createTestStack, type TestStack } from './stack.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A hub of this process over a real Postgres and a redis-server of its own, behind a line that can be cut. */
export interface HubStage extends AsyncDisposable {
  readonly stack: TestStack
  readonly redis: RedisProcess
  readonly line: TcpProxy
  readonly hub: Hub
  readonly realtime: Realtime
  watch(conversationId: string, cursor?: string): Watched
}

/** What a subscriber got: numbers of messages, or `resync <reason> at <head>`. */
export interface Watched extends Attachment {
  readonly got: (number | string)[]
  readonly ids: string[]
}

export async function openHubStage(bounds: Partial<HubBounds> = {}): Promise<HubStage> {
  const redis = await startRedisProcess()
  const line = await startTcpProxy(redis.port)
  const stack = await createTestStack({ REDIS_URL: `redis://127.0.0.1:${line.port}` })
  const realtime = createRealtime({ ...stack.services, bounds })
  return {
    stack,
    redis,
    line,
    hub: realtime.hub,
    realtime,
    watch: (conversationId, cursor) => watch(realtime, conversationId, cursor),
    async [Symbol.asyncDispose]() {
      await realtime.close()
      await stack[Symbol.asyncDispose]()
      await line[Symbol.asyncDispose]()
      await redis[Symbol.asyncDispose]()
    },
  }
}

function watch({ hub, topics }: Realtime, conversationId: string, cursor: string | undefined): Watched {
  const got: (number | string)[] = []
  const ids: string[] = []
  const { detach } = hub.attach({
    topic: topics.conversation(conversationId),
    cursor,
    sink: {
      write({ id, json }) {
        const event = JSON.parse(json)
        ids.push(id)
        got.push(event.kind === 'resync' ? `resync ${event.reason} at ${event.headSeq}` : event.seq)
      },
      end: () => {},
    },
  })
  return { got, ids, detach }
}

/** A conversation, and whoever writes in it: past tRPC, whose sessions need the Redis that a test may take away. */
export async function openConversation({ stack }: Pick<HubStage, 'stack'>) {
  const { db, events } = stack.services
  const start = await givenConversation(db)
  const store = async (body = 'oi') => {
    const sent = await sendMessage(db, {
      conversationId: start.conversationId,
      authorId: start.visitorId,
      authorSide: 'visitor',
      eventId: newId(),
      clientMsgId: newId(),
      body,
      jobs: [],
    })
    if (sent.status !== 'stored') throw new Error(`The message was not stored: ${sent.status}`)
    return sent
  }
  return {
    id: start.conversationId,
    /** Commits, and dies before it publishes. */
    store,
    /** Commits and publishes, as the product does. */
    async send(body?: string) {
      const { epoch, event } = await store(body)
      return events.publish(epoch, event)
    },
  }
}
