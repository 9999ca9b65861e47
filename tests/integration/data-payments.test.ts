import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { listNotifications } from '#db/queries/notifications.ts'
import {
  applyPayment,
  listPayments,
  type PaymentNews,
  readPaymentForMail,
  requestPayment,
} from '#db/queries/payments.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import type { PaymentStatus } from '#server/contracts/payments.ts'
import { type BothWays, givenConversation, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { createRandom } from '#tests/support/random.ts'

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
  applyPayment(db, { ...news, newPaymentId: newId(), jobs })

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
    const staff = await listStaff(db)
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
      expect(alone.notified).toHaveLength((await listStaff(db)).length)
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
