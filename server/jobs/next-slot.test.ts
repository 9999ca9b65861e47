import { expect, test } from 'vitest'
import { nextSlot } from './next-slot.ts'

test('a period counts from the epoch, so that every worker reckons the same slots', () => {
  const slots = { everyMs: 30_000 }
  expect(nextSlot(slots, new Date('2026-03-01T12:00:29.999Z'))).toEqual(new Date('2026-03-01T12:00:30Z'))
  expect(nextSlot(slots, new Date('2026-03-01T12:00:30.000Z'))).toEqual(new Date('2026-03-01T12:01:00Z'))
})

test('a cron expression is read in its time zone', () => {
  const slots = { cron: '15 3 * * *', timezone: 'America/Sao_Paulo' }
  expect(nextSlot(slots, new Date('2026-03-01T05:00:00Z'))).toEqual(new Date('2026-03-01T06:15:00Z'))
  expect(nextSlot(slots, new Date('2026-03-01T06:15:00Z'))).toEqual(new Date('2026-03-02T06:15:00Z'))
})

test('the hour that a time zone skips in spring costs no slot, and the one it repeats gives none twice', () => {
  const slots = { cron: '30 2 * * *', timezone: 'Europe/Lisbon' }
  const nightsOf = (first: string) => {
    const nights = [nextSlot(slots, new Date(first))]
    for (let night = 1; night < 3; night += 1) nights.push(nextSlot(slots, nights[night - 1] ?? new Date(0)))
    return new Set(nights.map((at) => at.toISOString().slice(0, 10))).size
  }
  expect(nightsOf('2026-03-28T00:00:00Z')).toBe(3)
  expect(nightsOf('2026-10-24T00:00:00Z')).toBe(3)
})
