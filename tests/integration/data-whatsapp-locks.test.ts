import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markRead } from '#db/queries/members.ts'
import { applyWhatsappStatus, claimWhatsappSend, readWhatsappThread, settleWhatsappSend } from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'
import { startWhileHeld } from '#tests/support/start-while-held.ts'
import { answerOverWhatsapp, givenWhatsappConversation, newPhone, newWamid } from '#tests/support/whatsapp.ts'

let both: BothWays
let staffId: string
beforeAll(async () => {
  both = await openBothWays()
  staffId = await givenPerson(both.sql)
})
afterAll(async () => both[Symbol.asyncDispose]())

describe.each(ways)('who waits for whom over WhatsApp, %s', (way) => {
  const given = async (userId?: string) => {
    const db = both.db[way]
    const conversation = await givenWhatsappConversation(db, userId === undefined ? {} : { userId })
    const answer = () => answerOverWhatsapp(db, { conversationId: conversation.conversationId, staffId })
    return { db, conversation, answer }
  }

  test('writing, answering, sending, reading and hearing of it at once, nobody waits in a circle', async () => {
    const { db, conversation, answer } = await given()
    const { conversationId } = conversation
    const sends = await Promise.all(Array.from({ length: 12 }, answer))
    const work = sends.map(async (send, index) => {
      const wamid = newWamid()
      const callback = { messageId: send.messageId, attempt: 1 }
      await Promise.all([
        claimWhatsappSend(db, { ...send, claimId: newId(), mayWait: false }).then(() =>
          settleWhatsappSend(db, { messageId: send.messageId, attempt: 1, outcome: { kind: 'sent', wamid } }),
        ),
        conversation.writeAgain(),
        answer(),
        markRead(db, { conversationId, userId: staffId, side: 'staff', seq: index + 1 }),
        applyWhatsappStatus(db, { wamid, state: 'read', callback }),
      ])
      await applyWhatsappStatus(db, { wamid, state: 'read', callback })
    })
    await Promise.all(work)
    const states = (await readWhatsappThread(db, conversationId))?.deliveries.map(({ state }) => state) ?? []
    expect(states.filter((state) => state === 'read')).toHaveLength(12)
    expect(states.filter((state) => state === 'queued')).toHaveLength(12)
  })

  test('an answer does not wait for a number that is just being learned', async () => {
    const { db, conversation, answer } = await given(`BR.${newId()}`)
    // The number is learned, then the message waits for the conversation, which the answer has.
    await startWhileHeld<unknown>({
      sql: both.sql,
      hold: (tx) => tx`select id from public.conversations where id = ${conversation.conversationId} for update`,
      calls: [() => answer(), () => conversation.writeAgain({ ...newPhone() })],
    })
    expect((await readWhatsappThread(db, conversation.conversationId))?.phone).not.toBeNull()
  })

  test('a text is not held for a person who is just writing', async () => {
    const { db, conversation, answer } = await given()
    const { conversationId, visitorId } = conversation
    const send = await answer()
    await both.sql`
      update public.whatsapp_contacts set last_inbound_at = now() - interval '25 hours' where profile_id = ${visitorId}`
    await startWhileHeld<unknown>({
      sql: both.sql,
      hold: (tx) => tx`select id from public.conversations where id = ${conversationId} for update`,
      calls: [
        () => conversation.writeAgain(),
        () => claimWhatsappSend(db, { ...send, claimId: newId(), mayWait: false }),
      ],
    })
    expect((await readWhatsappThread(db, conversationId))?.deliveries).toMatchObject([{ state: 'sending' }])
  })
})
