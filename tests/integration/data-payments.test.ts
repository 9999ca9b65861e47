import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { listEvents } from '#db/queries/messages.ts'
import { listNotifications } from '#db/queries/notifications.ts'
import {
  applyPayment,
  listPayments,
  type PaymentNews,
  readPaymentForMail,
  requestPayment,
} from '#db/queries/payments.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { readWhatsappThread } from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import type { PaymentStatus } from '#server/contracts/payments.ts'
import { isFrontDesk } from '#server/contracts/roles.ts'
import { type BothWays, givenConversation, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'
import { createRandom } from '#tests/support/random.ts'
import { answerOverWhatsapp, givenWhatsappConversation } from '#tests/support/whatsapp.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const newsOf = (news: Partial<PaymentNews>): PaymentNews => ({
  provider: 'mercado-pago',
  providerPaymentId: newId(),
  reference: null,
  status: 'paid',
  amountCents: 35_050,
  refundedCents: 0,
  currency: 'BRL',
  paidAt: '2026-11-23T12:00:00.000Z',
  ...news,
})

const tell = (db: Db, news: PaymentNews, jobs = [newJob()]) =>
  applyPayment(db, { ...news, newPaymentId: newId(), jobs, confirmation: { eventId: newId(), bodies: confirmations } })

const confirmations = { 'pt-BR': 'Recebemos.', en: 'Received.' }

/** All orders of some things. */
const ordersOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2 ? [all] : all.flatMap((one, at) => ordersOf(all.toSpliced(at, 1)).map((rest) => [one, ...rest]))

const leadStatus = async (conversationId: string) =>
  (await both.sql`select status from public.leads where conversation_id = ${conversationId}`)[0]?.status

const jobCount = async (jobs: readonly { readonly id: string }[]) =>
  (await both.sql`select from public.outbox where id in ${both.sql(jobs.map(({ id }) => id))}`).length

/** How often a person was told of money in a conversation. */
async function timesTold(userId: string, conversationId: string): Promise<number> {
  const { items } = await listNotifications(both.db.direct, { userId, limit: 200 })
  return items.filter((item) => item.kind === 'payment' && item.conversationId === conversationId).length
}

describe.each(ways)('payments, %s', (way) => {
  let db: Db
  beforeAll(() => {
    db = both.db[way]
  })

  async function givenRequest(amountCents = 35_050) {
    const { conversationId, visitorId } = await givenConversation(db)
    const [staff] = await listStaff(db)
    const asked = await requestPayment(db, {
      paymentId: newId(),
      conversationId,
      staffId: staff?.id ?? '',
      amountCents,
      description: 'Honorários iniciais',
      provider: 'mercado-pago',
      jobs: [newJob()],
      audit: { action: 'payment.request', actorId: staff?.id ?? null, ip: null },
    })
    if (asked.status !== 'requested') throw new Error(`the request was ${asked.status}`)
    return { conversationId, visitorId, payment: asked.payment }
  }

  test('money that comes pays the request, wins the lead and tells visitor and staff, with the jobs', async () => {
    const { conversationId, visitorId, payment } = await givenRequest()
    const jobs = [newJob(), newJob()]
    const told = await tell(db, newsOf({ reference: payment.id }), jobs)
    expect(told).toMatchObject({ status: 'applied', payment: { id: payment.id, status: 'paid', conversationId } })
    expect(Date.parse(told.payment.paidAt ?? '')).toBe(Date.UTC(2026, 10, 23, 12))
    expect(await leadStatus(conversationId)).toBe('won')
    expect(await jobCount(jobs)).toBe(2)
    const [{ payload } = {}] = await both.sql`select payload from public.outbox where id = ${jobs[0]?.id ?? ''}`
    expect(payload).toEqual({ conversationId })
    const staff = (await listStaff(db)).filter(({ role }) => isFrontDesk(role))
    const everyone = [visitorId, ...staff.map(({ id }) => id)]
    expect(told.notified.map(({ userId }) => userId).toSorted()).toEqual(everyone.toSorted())
    expect(await Promise.all(everyone.map((id) => timesTold(id, conversationId)))).toEqual(everyone.map(() => 1))
  })

  test('the same news again change nothing, and enqueue nothing', async () => {
    const { conversationId, visitorId, payment } = await givenRequest()
    const news = newsOf({ reference: payment.id })
    const repeats = await Promise.all(Array.from({ length: 10 }, () => tell(db, news)))
    expect(repeats.filter(({ status }) => status === 'applied')).toHaveLength(1)
    const late = [newJob()]
    expect(await tell(db, news, late)).toMatchObject({ status: 'unchanged', payment: { status: 'paid' }, notified: [] })
    expect(await jobCount(late)).toBe(0)
    expect(await timesTold(visitorId, conversationId)).toBe(1)
  })

  test('in whatever order and how often news come, they end in the same state', async () => {
    const random = createRandom(11)
    for (let round = 0; round < 12; round += 1) {
      const { conversationId, payment } = await givenRequest()
      const [card, pix] = [newId(), newId()]
      const about = (providerPaymentId: string, status: PaymentStatus, refundedCents = 0) =>
        newsOf({ providerPaymentId, status, refundedCents, reference: payment.id })
      const news = [
        about(card, 'pending'),
        about(card, 'failed'),
        about(pix, 'pending'),
        about(pix, 'paid'),
        about(pix, 'paid', 5_000),
      ]
      const shuffled = [...news, ...news].map((one) => ({ one, at: random.next() })).toSorted((a, b) => a.at - b.at)
      for (const { one } of shuffled) await tell(db, one)
      expect(await listPayments(db, conversationId)).toMatchObject([{ status: 'paid', amountCents: 35_050 }])
      const attempts = await both.sql`
        select status, refunded_cents from public.payment_attempts where payment_id = ${payment.id} order by status`
      expect([...attempts]).toEqual([
        { status: 'failed', refunded_cents: 0 },
        { status: 'paid', refunded_cents: 5_000 },
      ])
      expect(await leadStatus(conversationId)).toBe('won')
    }
  })

  test.each(['mercado-pago', 'asaas', 'stripe'] as const)(
    '%s: whichever of an attempt’s events names what it is for, and whenever that comes, the request is paid',
    async (provider) => {
      const [staff] = await listStaff(db)
      for (const places of ordersOf([0, 1, 2])) {
        const { conversationId, visitorId, payment } = await givenRequest()
        const attempt = { provider, providerPaymentId: newId() }
        const news = [
          newsOf({ ...attempt, status: 'pending', paidAt: null }),
          newsOf(attempt),
          newsOf({ ...attempt, reference: payment.id }),
        ]
        const jobs = [0, 1, 2].map(() => newJob())
        for (const place of places) await tell(db, news[place] ?? newsOf({}), jobs.slice(place, place + 1))
        expect(await listPayments(db, conversationId)).toMatchObject([{ id: payment.id, status: 'paid', provider }])
        expect(await leadStatus(conversationId)).toBe('won')
        expect(await timesTold(visitorId, conversationId)).toBe(1)
        expect(await timesTold(staff?.id ?? '', conversationId)).toBe(1)
        const told = await both.sql`
          select from public.outbox
          where id in ${both.sql(jobs.map(({ id }) => id))} and payload ->> 'conversationId' = ${conversationId}`
        expect(told).toHaveLength(1)
        // Nothing is left of the payment that the attempt stood for alone.
        const holders = await both.sql`
          select id from public.payments where provider_payment_id = ${attempt.providerPaymentId}`
        expect([...holders]).toEqual([{ id: payment.id }])
      }
    },
  )

  test('what stood alone becomes the payment of the conversation that a later event names, and stays with it', async () => {
    const [named, other] = [await givenConversation(db), await givenConversation(db)]
    const news = newsOf({ provider: 'stripe' })
    const alone = await tell(db, news)
    const bound = await tell(db, { ...news, reference: named.conversationId })
    expect(bound).toMatchObject({
      status: 'applied',
      payment: { id: alone.payment.id, conversationId: named.conversationId },
    })
    expect(await leadStatus(named.conversationId)).toBe('won')
    expect(await timesTold(named.visitorId, named.conversationId)).toBe(1)
    const late = await tell(db, { ...news, reference: other.conversationId })
    expect(late).toMatchObject({ status: 'unchanged', payment: { conversationId: named.conversationId } })
    expect(await leadStatus(other.conversationId)).toBe('new')
  })

  test('a part that stood alone is a part of what was asked for, and no more', async () => {
    const { conversationId, payment } = await givenRequest(30_000)
    const part = newsOf({ amountCents: 10_000 })
    await tell(db, part)
    expect(await tell(db, { ...part, reference: payment.id })).toMatchObject({ payment: { status: 'pending' } })
    expect(await leadStatus(conversationId)).toBe('new')
    expect(await tell(db, newsOf({ reference: payment.id, amountCents: 20_000 }))).toMatchObject({
      payment: { status: 'paid' },
    })
  })

  describe('over WhatsApp', () => {
    const sendsOf = async (messageId: string) =>
      (
        await both.sql`
        select version from public.outbox where name = 'whatsapp-send' and payload ->> 'messageId' = ${messageId}`
      ).length
    const readersOf = async (conversationId: string) =>
      (await both.sql`select user_id from public.conversation_members where conversation_id = ${conversationId}`).map(
        (row) => row.user_id,
      )

    test('the complete payment is confirmed by one message with the job that sends it', async () => {
      const { conversationId, visitorId } = await givenWhatsappConversation(db)
      const staffId = await givenPerson(both.sql)
      await answerOverWhatsapp(db, { conversationId, staffId })
      const news = newsOf({ reference: conversationId })
      const { message } = await tell(db, news)
      expect(message).toMatchObject({
        event: { seq: 3, body: 'Recebemos.', author: { id: staffId, side: 'staff' } },
        row: { id: conversationId, headSeq: 3, preview: 'Recebemos.' },
      })
      expect(await sendsOf(message?.event.id ?? '')).toBe(1)
      expect((await readWhatsappThread(db, conversationId))?.deliveries).toMatchObject([
        { state: 'queued' },
        { messageId: message?.event.id, state: 'queued' },
      ])
      const repeats = [news, { ...news, refundedCents: 500 }, { ...news, status: 'refunded' as const }]
      for (const repeat of repeats) expect(await tell(db, repeat)).toMatchObject({ message: null })
      expect(await listEvents(db, { conversationId, afterSeq: 0, limit: 10 })).toHaveLength(3)
      // Paid again after it was given back: the same payment.
      const [{ id = '' } = {}] = await listPayments(db, conversationId)
      expect(await tell(db, newsOf({ reference: id }))).toMatchObject({ message: null, payment: { status: 'paid' } })
      expect(await timesTold(visitorId, conversationId)).toBe(2)
    })

    test('nobody is assigned by it, and nothing is read by it', async () => {
      const { conversationId, visitorId } = await givenWhatsappConversation(db)
      const { message } = await tell(db, newsOf({ reference: conversationId }))
      expect(message).toMatchObject({ event: { seq: 2, author: { side: 'staff' } }, row: { assignee: null } })
      expect(await readersOf(conversationId)).toEqual([visitorId])
    })

    test('a part is not confirmed, nor is anything in a closed conversation or on the site', async () => {
      const { conversationId } = await givenWhatsappConversation(db)
      const paymentId = newId()
      const [staff] = await listStaff(db)
      const asked = {
        paymentId,
        conversationId,
        staffId: staff?.id ?? '',
        amountCents: 30_000,
        description: 'Honorários',
      }
      await requestPayment(db, {
        ...asked,
        provider: 'mercado-pago',
        jobs: [],
        audit: { action: 'payment.request', actorId: null, ip: null },
      })
      const part = (amountCents: number) => newsOf({ reference: paymentId, amountCents })
      expect(await tell(db, part(10_000))).toMatchObject({ message: null, payment: { status: 'pending' } })
      expect(await tell(db, part(20_000))).toMatchObject({ message: { event: { author: { id: staff?.id } } } })

      const closed = await givenWhatsappConversation(db)
      await both.sql`update public.conversations set status = 'closed' where id = ${closed.conversationId}`
      expect(await tell(db, newsOf({ reference: closed.conversationId }))).toMatchObject({ message: null })
      const { conversationId: onSite } = await givenConversation(db)
      expect(await tell(db, newsOf({ reference: onSite }))).toMatchObject({
        message: null,
        payment: { status: 'paid' },
      })
    })
  })

  test('a refund that is told before the payment stays a refund', async () => {
    const { conversationId, payment } = await givenRequest()
    const providerPaymentId = newId()
    await tell(db, newsOf({ providerPaymentId, reference: payment.id, status: 'refunded', refundedCents: 35_050 }))
    const late = await tell(db, newsOf({ providerPaymentId, reference: payment.id }))
    expect(late).toMatchObject({ status: 'unchanged', payment: { status: 'refunded' } })
    expect(await leadStatus(conversationId)).toBe('new')
  })

  test('a card that is refused leaves the request open to another attempt', async () => {
    const { payment } = await givenRequest()
    const refused = await tell(db, newsOf({ reference: payment.id, status: 'failed', paidAt: null }))
    expect(refused).toMatchObject({ payment: { status: 'failed', paidAt: null }, notified: [] })
    const again = await tell(db, newsOf({ reference: payment.id, status: 'pending', paidAt: null }))
    expect(again).toMatchObject({ payment: { status: 'pending' } })
    expect(await tell(db, newsOf({ reference: payment.id }))).toMatchObject({ payment: { status: 'paid' } })
  })

  test('a part of the amount does not pay it, two parts do, another currency does not', async () => {
    const { conversationId, payment } = await givenRequest(30_000)
    const part = (amountCents: number, currency = 'BRL') => newsOf({ reference: payment.id, amountCents, currency })
    expect(await tell(db, part(30_000, 'USD'))).toMatchObject({ payment: { status: 'pending' } })
    expect(await tell(db, part(10_000))).toMatchObject({ payment: { status: 'pending' } })
    expect(await leadStatus(conversationId)).toBe('new')
    expect(await tell(db, part(20_000))).toMatchObject({ payment: { status: 'paid' } })
    expect(await leadStatus(conversationId)).toBe('won')
  })

  test('a charge made elsewhere finds its conversation by reference, or stands alone and is told to the staff', async () => {
    const { conversationId } = await givenConversation(db)
    const bound = await tell(db, newsOf({ provider: 'asaas', reference: conversationId }))
    expect(bound).toMatchObject({ payment: { conversationId, provider: 'asaas', status: 'paid' } })
    expect(await leadStatus(conversationId)).toBe('won')
    for (const reference of [null, 'pedido 7', newId()]) {
      const alone = await tell(db, newsOf({ provider: 'stripe', reference }))
      expect(alone).toMatchObject({ payment: { conversationId: null, status: 'paid' } })
      expect(alone.notified).toHaveLength((await listStaff(db)).filter(({ role }) => isFrontDesk(role)).length)
    }
  })

  test('the mails say who paid what for what', async () => {
    const { conversationId, payment } = await givenRequest()
    const news = newsOf({ reference: payment.id })
    await tell(db, news)
    expect(await readPaymentForMail(db, news)).toMatchObject({
      conversationId,
      visitorName: 'Joana Prado',
      visitorEmail: 'joana@correio.example',
      locale: 'pt-BR',
      description: 'Honorários iniciais',
      amountCents: 35_050,
      currency: 'BRL',
    })
    expect(await readPaymentForMail(db, { ...news, providerPaymentId: 'nobody' })).toBeNull()
  })
})
