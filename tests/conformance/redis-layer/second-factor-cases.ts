import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openTicket, spendTicket, tryTicket } from '#server/auth/second-factor/tickets.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

/** The tickets of the second factor, on whatever Redis. */
export function secondFactorCases(backend: BackendOf): void {
  const open = () => backend().open(testPrefix())
  const wanted = { userId: 'user:{1}', method: 'google', callbackPath: '/painel/1' } as const

  describe('a ticket of the second factor', () => {
    it('is known to every process by its hash, for five minutes', async () => {
      const prefix = testPrefix()
      await using here = backend().open(prefix)
      await using there = backend().open(prefix)
      const ticket = await openTicket(here, wanted)
      const { stateStore } = here.redis
      const key = here.keys.secondFactor(hashOf(ticket))
      const life = Number(await stateStore.command('PTTL', key))
      expect(life).toBeGreaterThan(4 * 60_000)
      expect(life).toBeLessThanOrEqual(5 * 60_000)
      expect(JSON.stringify(await stateStore.command('HGETALL', key))).not.toContain(ticket)
      expect(await tryTicket(there, ticket)).toEqual({ ...wanted, attemptsLeft: 4 })
    })

    it('counts five attempts, however many come at once, and is then gone', async () => {
      await using layer = open()
      const ticket = await openTicket(layer, { ...wanted, callbackPath: undefined })
      const tries = await Promise.all(Array.from({ length: 9 }, () => tryTicket(layer, ticket)))
      expect(tries.flatMap((found) => found?.attemptsLeft ?? []).toSorted()).toEqual([0, 1, 2, 3, 4])
      expect(await tryTicket(layer, ticket)).toBeNull()
      expect(await spendTicket(layer, ticket)).toBe(false)
    })

    it('is spent by one', async () => {
      await using layer = open()
      const ticket = await openTicket(layer, wanted)
      const spent = await Promise.all(Array.from({ length: 5 }, () => spendTicket(layer, ticket)))
      expect(spent.filter(Boolean)).toHaveLength(1)
      expect(await tryTicket(layer, ticket)).toBeNull()
    })
  })
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url')
