import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startConversation } from '#db/queries/conversations.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { readDbEpoch, readPositions, renewDbEpoch } from '#db/queries/positions.ts'
import { newId } from '#server/contracts/ids.ts'
import { formatEventId, parseEventId } from '#server/contracts/positions.ts'
import { type BothWays, givenConversation, newStart, openBothWays, ways } from '#tests/support/both-ways.ts'
import { messageOf } from '#tests/support/messages.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

describe.each(ways)('positions, %s', (way) => {
  let db: Db
  beforeEach(() => {
    db = both.db[way]
  })

  test('the heads of many conversations come in one answer, without those that do not exist', async () => {
    const [quiet, busy] = [await givenConversation(db), await givenConversation(db)]
    await sendMessage(db, messageOf(busy))
    const ids = [quiet.conversationId, busy.conversationId, newId(), busy.conversationId]
    expect(await readPositions(db, ids)).toEqual({
      epoch: await readDbEpoch(db),
      heads: new Map([
        [quiet.conversationId, 1],
        [busy.conversationId, 2],
      ]),
    })
  })

  test('of no conversation there is still the epoch', async () => {
    expect(await readPositions(db, [])).toEqual({ epoch: await readDbEpoch(db), heads: new Map() })
  })

  test('sending and starting say the epoch of their numbers, and it fits into an event id', async () => {
    const epoch = await readDbEpoch(db)
    const start = newStart()
    expect(await startConversation(db, start)).toMatchObject({ status: 'started', epoch, event: { seq: 1 } })
    expect(await sendMessage(db, messageOf(start))).toMatchObject({ status: 'stored', epoch, event: { seq: 2 } })
    expect(parseEventId(formatEventId({ epoch, seq: 2 }))).toEqual({ epoch, seq: 2 })
  })

  test('renewed, the epoch is another everywhere', async () => {
    const before = await readDbEpoch(db)
    const conversation = await givenConversation(db)
    const after = await renewDbEpoch(db)
    expect(after).not.toBe(before)
    expect(await readDbEpoch(db)).toBe(after)
    expect(await readPositions(db, [conversation.conversationId])).toMatchObject({ epoch: after })
    expect(await sendMessage(db, messageOf(conversation))).toMatchObject({ epoch: after })
  })
})

test('every database that is migrated has an epoch of its own', async () => {
  await using other = await openBothWays()
  await other.sql.unsafe('drop schema private, migrations, public cascade; create schema public')
  await migrate(other.database.databaseUrl)
  expect(await readDbEpoch(other.db.direct)).not.toBe(await readDbEpoch(both.db.direct))
})
