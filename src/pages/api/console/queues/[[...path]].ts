import type { NextApiHandler } from 'next'
import { createQueueBoardDoor, type QueueBoardDoor } from '#server/queue-board/answer-queue-board.ts'
import type { Services } from '#server/services.ts'
import { webServices } from '#src/services.ts'
import { webContext } from '#src/trpc/server.ts'

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } }

const doors = new WeakMap<Services, QueueBoardDoor>()

/** The queues as BullMQ keeps them, for admins. */
const handler: NextApiHandler = (request, response) => {
  const { readSession } = webContext(request, response)
  return doorOf(webServices()).answer({ request, response, readSession })
}

function doorOf(services: Services): QueueBoardDoor {
  const door = doors.get(services) ?? createQueueBoardDoor(services, '/api/console/queues')
  doors.set(services, door)
  return door
}

export default handler
