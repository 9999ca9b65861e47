import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { readInboxRows } from '#db/queries/inbox.ts'
import { readMembers } from '#db/queries/members.ts'
import {
  applyWhatsappStatus,
  claimWhatsappSend,
  readWhatsappThread,
  type SendOutcome,
  settleWhatsappSend,
} from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'
import { answerOverWhatsapp, givenWhatsappConversation, newWamid } from '#tests/support/whatsapp.ts'

let both: BothWays
let staffId: string
beforeAll(async () => {
  both = await openBothWays()
  staffId = await givenPerson(both.sql)
})
afterAll(async () => both[Symbol.asyncDispose]())

type State = 'sent' | 'delivered' | 'read' | 'failed'
const long = 25 * 3_600_000
const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

describe.each(ways)('sending over WhatsApp, %s', (way) => {
  let db: Db
  let conversation: Awaited<ReturnType<typeof givenWhatsappConversation>>
  let send: { readonly messageId: string; readonly jobId: string }
  beforeEach(async () => {
    db = both.db[way]
    conversation = await givenWhatsappConversation(db)
    send = await answer()
  })

  const answer = (body?: string) =>
    answerOverWhatsapp(db, { conversationId: conversation.conversationId, staffId, ...(body && { body }) })
  const claim = (mayWait = false, target: typeof send & { readonly claimId?: string } = send) =>
    claimWhatsappSend(db, { claimId: newId(), ...target, mayWait })
  const settle = (outcome: SendOutcome, attempt = 1) =>
    settleWhatsappSend(db, { messageId: send.messageId, attempt, outcome })
  const status = (state: State, wamid: string, options: { attempt?: number; errorCode?: number } = {}) =>
    applyWhatsappStatus(db, {
      wamid,
      state,
      errorCode: options.errorCode,
      callback: options.attempt === undefined ? undefined : { messageId: send.messageId, attempt: options.attempt },
    })
  const thread = async () => await readWhatsappThread(db, conversation.conversationId)
  const stateOf = async (messageId = send.messageId) =>
    (await thread())?.deliveries.find((delivery) => delivery.messageId === messageId)?.state
  const revision = async () => (await readInboxRows(db, [conversation.conversationId]))[0]?.revision ?? 0
  const wroteLongAgo = () => both.sql`
    update public.whatsapp_contacts set last_inbound_at = now() - ${long} * interval '1 millisecond'
    where profile_id = ${conversation.visitorId}`
  const sendJobs = async () => {
    const rows = await both.sql`
      select payload ->> 'messageId' as id from public.outbox
      where name = 'whatsapp-send' and payload ->> 'conversationId' = ${conversation.conversationId}`
    return rows.map(({ id }) => String(id))
  }

  test('the call is allowed once, with what it needs, and is on record before it is made', async () => {
    expect(await claim()).toMatchObject({
      status: 'send',
      kind: 'text',
      attempt: 1,
      tries: 1,
      waId: conversation.incoming.waId,
      body: 'Bom dia! Em que posso ajudar?',
      told: { state: 'sending', conversationId: conversation.conversationId },
    })
    const [row] = await both.sql`select state, attempts from public.whatsapp_messages where id = ${send.messageId}`
    expect(row).toEqual({ state: 'sending', attempts: 1 })
  })

  test('of ten who would send it at once, one may', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim()))
    expect(claims.filter((given) => given?.status === 'send')).toHaveLength(1)
    expect(await stateOf(), 'nine found it under way, and do not know what came of that').toBe('unknown')
  })

  test('who lost the answer to the claim may ask again, and has it still, until the call is settled', async () => {
    const mine = { ...send, claimId: newId() }
    await claim(false, mine)
    expect(await claim(false, mine)).toMatchObject({ status: 'send', attempt: 1, tries: 1 })
    await settle({ kind: 'sent', wamid: newWamid() })
    expect(await claim(false, mine)).toMatchObject({ status: 'done' })
  })

  test('after a crash in the call it is never sent again, by this job or another, and a status settles it', async () => {
    await claim()
    expect(await claim()).toMatchObject({ status: 'unknown' })
    expect(await claim(false, { ...send, jobId: newId() })).toMatchObject({ status: 'done' })
    expect(await stateOf()).toBe('unknown')
    const wamid = newWamid()
    expect(await status('delivered', wamid, { attempt: 1 })).toMatchObject({ status: 'applied' })
    expect(await stateOf()).toBe('delivered')
    expect(await status('read', wamid)).toMatchObject({ status: 'applied' })
    expect(await claim()).toMatchObject({ status: 'done' })
  })

  test('a worker that was only slow still says what came of its call', async () => {
    await claim()
    await claim()
    await settle({ kind: 'sent', wamid: newWamid() })
    expect(await stateOf()).toBe('sent')
  })

  test('what was refused without effect is tried again by the same job, then given up for good', async () => {
    await claim()
    expect(await settle({ kind: 'refused', errorCode: 130429, isFinal: false })).toMatchObject({ state: 'queued' })
    expect(await claim()).toMatchObject({ status: 'send', attempt: 2, tries: 2 })
    expect(await settle({ kind: 'refused', errorCode: 131026, isFinal: true }, 2)).toMatchObject({ state: 'failed' })
    expect(await thread()).toMatchObject({ deliveries: [{ state: 'failed', errorCode: 131026 }] })
    expect(await claim()).toMatchObject({ status: 'refused' })
  })

  test('a refusal that is not about this message does not count among its three', async () => {
    await claim()
    expect(await settle({ kind: 'limited', errorCode: 130429 })).toMatchObject({ state: 'queued' })
    expect(await claim()).toMatchObject({ status: 'send', attempt: 2, tries: 1 })
  })

  test('a refused message can be redriven, which is another job; one that WhatsApp took and lost cannot', async () => {
    await claim()
    await settle({ kind: 'refused', errorCode: 131026, isFinal: true })
    const redriven = { ...send, jobId: newId() }
    expect(await claim(false, redriven)).toMatchObject({ status: 'send', attempt: 2, tries: 1 })
    const wamid = newWamid()
    await settle({ kind: 'sent', wamid }, 2)
    await status('failed', wamid, { errorCode: 131026 })
    expect(await claim(false, { ...send, jobId: newId() })).toMatchObject({ status: 'done', told: { state: 'failed' } })
  })

  test('what an earlier call came to does not touch a later one', async () => {
    await claim()
    await settle({ kind: 'refused', errorCode: 130429, isFinal: false })
    await claim()
    expect(await settle({ kind: 'sent', wamid: newWamid() }, 1)).toBeNull()
    expect(await status('failed', newWamid(), { attempt: 1, errorCode: 131026 })).toEqual({ status: 'not_ours' })
    expect(await stateOf()).toBe('sending')
  })

  test.each(permutations<State>(['sent', 'delivered', 'read']))('%s, %s, %s end in read', async (...states) => {
    const wamid = newWamid()
    await claim()
    await settle({ kind: 'sent', wamid })
    for (const state of states) await status(state, wamid)
    for (const state of states) expect(await status(state, wamid)).toEqual({ status: 'unchanged' })
    expect(await stateOf()).toBe('read')
  })

  test.each(permutations<State>(['sent', 'failed']))('%s, %s end in failed', async (...states) => {
    const wamid = newWamid()
    await claim()
    for (const state of states) await status(state, wamid, { attempt: 1, errorCode: 131026 })
    await settle({ kind: 'sent', wamid })
    expect(await stateOf()).toBe('failed')
  })

  test.each(permutations<State>(['delivered', 'failed']))(
    'what was delivered did not fail: %s, %s',
    async (...states) => {
      const wamid = newWamid()
      await claim()
      for (const state of states) await status(state, wamid, { attempt: 1 })
      expect(await stateOf()).toBe('delivered')
    },
  )

  test('a status before the answer of the call is not undone by it, and its wamid is known from then on', async () => {
    const wamid = newWamid()
    await claim()
    await status('delivered', wamid, { attempt: 1 })
    await settle({ kind: 'sent', wamid })
    expect(await stateOf()).toBe('delivered')
    expect(await status('read', wamid)).toMatchObject({ status: 'applied' })
  })

  test('statuses of messages that are not ours change nothing', async () => {
    const [theirs] = [newWamid()]
    expect(await status('read', theirs)).toEqual({ status: 'not_ours' })
    expect(await status('read', conversation.incoming.wamid)).toEqual({ status: 'not_ours' })
    expect(await status('read', theirs, { attempt: 1 }), 'nobody has made a call yet').toEqual({ status: 'not_ours' })
    expect(await stateOf()).toBe('queued')
  })

  test('what is read on WhatsApp is read here, and the read mark does not fall', async () => {
    const readSeq = async () =>
      (await readMembers(db, conversation.conversationId)).find(({ userId }) => userId === conversation.visitorId)
        ?.readSeq
    const wamid = newWamid()
    await claim()
    await settle({ kind: 'sent', wamid })
    expect(await readSeq()).toBe(1)
    expect(await status('read', wamid)).toMatchObject({ readerId: conversation.visitorId, readSeq: 2 })
    expect(await readSeq()).toBe(2)
  })

  test('each change moves the row, so that staff see it; what changes nothing does not', async () => {
    const wamid = newWamid()
    const seen = [await revision()]
    const note = async () => seen.push(await revision())
    await claim()
    await settle({ kind: 'sent', wamid })
    await note()
    await status('delivered', wamid)
    await note()
    await status('delivered', wamid)
    await note()
    const [first = 0] = seen
    expect(seen.map((value) => value - first)).toEqual([0, 1, 2, 2])
  })

  test('answers go in their order: a later one waits while an earlier one is on its way', async () => {
    const later = await answer('E mais uma coisa.')
    expect(await claim(true, later)).toMatchObject({ status: 'wait' })
    await claim(true)
    expect(await claim(true, later)).toMatchObject({ status: 'wait' })
    expect((await claim(true, later))?.told.state).toBe('queued')
    await settle({ kind: 'refused', errorCode: 130429, isFinal: false })
    expect(await claim(true, later), 'one that has to be tried again holds nobody up').toMatchObject({ status: 'send' })
  })

  test('who waits no longer goes first', async () => {
    const later = await answer()
    expect(await claim(false, later)).toMatchObject({ status: 'send' })
  })

  test('a day after the person wrote, texts are held and one template asks them to write again', async () => {
    await wroteLongAgo()
    const later = await answer('Está aí?')
    expect(await claim()).toMatchObject({ status: 'held', told: { state: 'held' } })
    expect(await claim(false, later)).toMatchObject({ status: 'held' })
    const templates = (await sendJobs()).filter((id) => ![send.messageId, later.messageId].includes(id))
    expect(templates).toHaveLength(1)
    const template = { messageId: templates[0] ?? '', jobId: newId() }
    expect(await claim(true, template)).toMatchObject({ status: 'send', kind: 'template', body: null, waId: /\d/ })
    expect(await thread()).toMatchObject({ reopening: { state: 'sending' } })
    expect(await claim(), 'a second run asks for nothing more').toMatchObject({ status: 'done' })
    expect(await sendJobs()).toHaveLength(3)
  })

  test('when the person writes, what was held is queued again, each with a job, in its order', async () => {
    await wroteLongAgo()
    const later = await answer('Está aí?')
    await claim()
    await claim(false, later)
    await conversation.writeAgain()
    const jobs = await sendJobs()
    expect(jobs.filter((id) => id === send.messageId)).toHaveLength(2)
    expect(await claim(true, { ...later, jobId: newId() })).toMatchObject({ status: 'wait' })
    expect(await claim(true, { ...send, jobId: newId() })).toMatchObject({ status: 'send', attempt: 1 })
    expect(await thread()).toMatchObject({ reopening: null })
  })

  test('the ids of jobs that the database makes sort by their making, as all others do', async () => {
    await wroteLongAgo()
    await claim()
    await conversation.writeAgain()
    const rows = await both.sql`select id from public.outbox
      where name = 'whatsapp-send' and payload ->> 'conversationId' = ${conversation.conversationId}`
    expect(rows.map(({ id }) => String(id).charAt(14))).toEqual(Array(3).fill('7'))
  })

  test('an old message that comes late releases nothing', async () => {
    await wroteLongAgo()
    await claim()
    await conversation.writeAgain({ sentAt: new Date(Date.now() - long).toISOString() })
    expect(await stateOf()).toBe('held')
  })

  test('a text that WhatsApp says came too late is held, and its old call has no more say', async () => {
    const wamid = newWamid()
    await claim()
    await settle({ kind: 'sent', wamid })
    expect(await status('failed', wamid, { attempt: 1, errorCode: 131047 })).toMatchObject({
      status: 'applied',
      told: { state: 'held' },
    })
    expect(await sendJobs(), 'its own and the template’s').toHaveLength(2)
    expect(await status('failed', wamid, { attempt: 1, errorCode: 131047 })).toEqual({ status: 'not_ours' })
    await conversation.writeAgain()
    expect(await claim(false, { ...send, jobId: newId() })).toMatchObject({ status: 'send', attempt: 2 })
    expect(await status('sent', wamid, { attempt: 1 })).toEqual({ status: 'not_ours' })
    expect(await stateOf()).toBe('sending')
  })

  test('one that is refused at once because it comes too late is held, too', async () => {
    await claim()
    expect(await settle({ kind: 'closed', errorCode: 131047 })).toMatchObject({ state: 'held' })
    expect(await thread()).toMatchObject({ deliveries: [{ state: 'held', errorCode: 131047 }] })
  })

  test('a template that failed may be followed by another', async () => {
    await wroteLongAgo()
    await claim()
    const [template = ''] = (await sendJobs()).filter((id) => id !== send.messageId)
    await claimWhatsappSend(db, { messageId: template, jobId: newId(), claimId: newId(), mayWait: false })
    await settleWhatsappSend(db, {
      messageId: template,
      attempt: 1,
      outcome: { kind: 'refused', errorCode: 132001, isFinal: true },
    })
    expect(await thread()).toMatchObject({ reopening: { state: 'failed', errorCode: 132001 } })
    const later = await answer()
    await claim(false, later)
    expect(await sendJobs()).toHaveLength(4)
  })

  test('a call that nobody came back to shows as unknown', async () => {
    await claim()
    expect(await stateOf()).toBe('sending')
    await both.sql`
      update public.whatsapp_messages set state_at = now() - interval '3 minutes' where id = ${send.messageId}`
    expect(await stateOf()).toBe('unknown')
  })

  test('there is nothing to claim or settle of a message that is not there', async () => {
    expect(
      await claimWhatsappSend(db, { messageId: newId(), jobId: newId(), claimId: newId(), mayWait: true }),
    ).toBeNull()
    expect(await settleWhatsappSend(db, { messageId: newId(), attempt: 1, outcome: { kind: 'unknown' } })).toBeNull()
  })
})
