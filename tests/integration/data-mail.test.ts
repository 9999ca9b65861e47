import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyMailEvent, beginMail, finishMail, listMail, pruneMail } from '#db/queries/mail-ledger.ts'
import { listMailSuppressions, removeMailSuppression, suppressedAmong } from '#db/queries/mail-suppressions.ts'
import { newId } from '#server/contracts/ids.ts'
import type { MailStatus } from '#server/contracts/mail.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { createRandom } from '#tests/support/random.ts'

const dayMs = 24 * 60 * 60_000
const at = '2026-11-23T13:42:00.000Z'

let world: BothWays
beforeAll(async () => {
  world = await openBothWays()
})
afterAll(() => world[Symbol.asyncDispose]())

describe.each(ways)('the ledger of mails, %s', (way) => {
  const db = () => world.db[way]
  const newMail = (to = `${newId()}@correio.example`) => ({ jobId: newId(), kind: 'test', to, memoryMs: dayMs })
  const find = async (to: string) => (await listMail(db(), { limit: 10, search: to }))[0]

  /** One that Resend took. */
  async function givenSent(to?: string) {
    const mail = newMail(to)
    const providerId = newId()
    await beginMail(db(), mail)
    await finishMail(db(), { jobId: mail.jobId, providerId })
    return { ...mail, providerId }
  }

  it('lets a mail be tried until it is known to be sent, and then no more', async () => {
    const mail = newMail()
    expect(await beginMail(db(), mail)).toBe('send')
    expect(await beginMail(db(), mail)).toBe('send')
    await finishMail(db(), { jobId: mail.jobId, providerId: 'r-1' })
    expect(await beginMail(db(), mail)).toBe('sent')
    expect(await find(mail.to)).toMatchObject({ jobId: mail.jobId, status: 'sent', providerId: 'r-1' })
  })

  it('lets none be tried once the provider may have forgotten its key', async () => {
    const mail = newMail()
    await beginMail(db(), mail)
    expect(await beginMail(db(), { ...mail, memoryMs: 0 })).toBe('expired')
    expect(await beginMail(db(), mail)).toBe('send')
  })

  it('comes to one status, whatever the order in which events come, and however often', async () => {
    const statuses: MailStatus[] = ['sent', 'delayed', 'delivered', 'complained']
    const random = createRandom(7)
    for (let round = 0; round < 10; round += 1) {
      const { providerId, to } = await givenSent()
      const told = [...statuses, ...statuses]
        .map((status) => ({ status, place: random.next() }))
        .toSorted((a, b) => a.place - b.place)
      for (const { status } of told) await applyMailEvent(db(), { providerId, status, at })
      expect((await find(to))?.status).toBe('complained')
    }
  })

  it('stays bounced when “delivered” comes late', async () => {
    const { providerId, to } = await givenSent()
    expect(await applyMailEvent(db(), { providerId, status: 'bounced', at, detail: 'Permanent General' })).toBe(
      'applied',
    )
    expect(await applyMailEvent(db(), { providerId, status: 'delivered', at })).toBe('unchanged')
    expect(await find(to)).toMatchObject({ status: 'bounced', detail: 'Permanent General' })
  })

  it('finds by its tag a mail whose answer was lost, and takes the id from the event', async () => {
    const mail = newMail()
    await beginMail(db(), mail)
    const event = { providerId: newId(), status: 'delivered' as const, at }
    expect(await applyMailEvent(db(), event)).toBe('unknown')
    expect(await applyMailEvent(db(), { ...event, jobId: mail.jobId })).toBe('applied')
    expect(await beginMail(db(), mail)).toBe('sent')
    await finishMail(db(), { jobId: mail.jobId, providerId: event.providerId })
    expect(await find(mail.to)).toMatchObject({ status: 'delivered', providerId: event.providerId })
  })

  it('puts no mail’s event on another one that has an id of its own', async () => {
    const { jobId, to } = await givenSent()
    expect(await applyMailEvent(db(), { providerId: newId(), jobId, status: 'bounced', at })).toBe('unknown')
    expect((await find(to))?.status).toBe('sent')
  })

  it('lets no mail go to an address that bounced, in whatever case it is written', async () => {
    const { providerId, to } = await givenSent(`Ana.${newId()}@Correio.example`)
    await applyMailEvent(db(), { providerId, status: 'bounced', at, suppress: 'bounced' })
    const next = newMail(to.toUpperCase())
    expect(await beginMail(db(), next)).toBe('suppressed')
    expect(await beginMail(db(), next)).toBe('suppressed')
    expect((await listMail(db(), { limit: 1, statuses: ['suppressed'] }))[0]).toMatchObject({ jobId: next.jobId })
    expect(await suppressedAmong(db(), [to, 'someone@else.example'])).toEqual([to.toLowerCase()])
  })

  it('lets mails go there again once it is taken off the list, which is audited without the address', async () => {
    const { providerId, to } = await givenSent()
    const bounce = { providerId, status: 'bounced' as const, at, suppress: 'bounced' as const }
    await applyMailEvent(db(), bounce)
    const [entry] = await listMailSuppressions(db(), { limit: 1, search: to })
    const id = entry?.id ?? ''
    const audit = { action: 'mail.unsuppress', actorId: newId(), ip: '2001:db8::1' }
    expect(await removeMailSuppression(db(), { id, audit })).toBe(true)
    expect(await removeMailSuppression(db(), { id, audit })).toBe(false)
    // The same bounce, told again: it was about a mail of before.
    expect(await applyMailEvent(db(), bounce)).toBe('unchanged')
    expect(await beginMail(db(), newMail(to))).toBe('send')
    const audited = await world.sql`select * from public.audit_log where subject_id = ${id}`
    expect(audited).toHaveLength(1)
    expect(audited[0]).toMatchObject({ action: 'mail.unsuppress', details: { reason: 'bounced' } })
    expect(JSON.stringify(audited)).not.toContain(to)
  })

  it('is read page by page, newest first, none twice and none left out', async () => {
    const to = `${newId()}@paginas.example`
    const ids = []
    for (let n = 0; n < 5; n += 1) ids.push((await givenSent(to)).jobId)
    const first = await listMail(db(), { limit: 3, search: to })
    const last = first[2]
    const rest = await listMail(db(), { limit: 3, search: to, before: last })
    expect([...first, ...rest].map(({ jobId }) => jobId)).toEqual(ids.toReversed())
  })

  it('forgets mails of long ago, and no younger ones', async () => {
    const { jobId, to } = await givenSent()
    const young = await givenSent()
    await world.sql`update public.mail_messages set created_at = now() - interval '100 days' where job_id = ${jobId}`
    expect(await pruneMail(db(), { keepMs: 90 * dayMs, limit: 100 })).toBe(1)
    expect(await find(to)).toBeUndefined()
    expect(await find(young.to)).toBeDefined()
  })
})
