import { newId } from '#server/contracts/ids.ts'
import { newJob, type newStart } from './both-ways.ts'

type Start = Pick<ReturnType<typeof newStart>, 'conversationId' | 'visitorId'>

/** What sendMessage takes for a new message of the conversation's visitor, with a job. */
export const messageOf = (conversation: Start, body = 'Uma pergunta') => ({
  conversationId: conversation.conversationId,
  authorId: conversation.visitorId,
  authorSide: 'visitor' as const,
  eventId: newId(),
  clientMsgId: newId(),
  body,
  jobs: [newJob(conversation.conversationId)],
})

/** The same of a member of staff. */
export const answerOf = (conversation: Start, staffId: string, body = 'Uma resposta') => ({
  ...messageOf(conversation, body),
  authorId: staffId,
  authorSide: 'staff' as const,
})
