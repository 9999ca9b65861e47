import { z } from 'zod'
import { startMember } from '#tests/bench/harness/members.ts'
import { crowdCookies } from '../crowd.ts'
import { calmWays } from '../place-people.ts'
import type { Scenario } from '../scenario.ts'

const found = z.array(z.object({ name: z.string(), ending: z.string(), refused: z.int(), answered: z.int() }))
type Found = z.output<typeof found>[number]

/** What has to become of each: how it ended, and how much of what it asked for it was given. */
const expected: Readonly<Record<string, (one: Found) => boolean>> = {
  'no first message': ({ ending }) => ending === 'closed with 4408',
  'huge frame': ({ ending }) => ending === 'closed with 1009',
  garbage: ({ ending }) => ending === 'closed with 4408',
  '1 000 subscriptions': ({ answered }) => answered <= 32,
  'PING flood': ({ ending }) => ending === 'closed with 4429',
  'batch bomb': ({ answered }) => answered === 0,
  'bad origin': ({ ending }) => ending === 'turned away',
}

export const abuse: readonly Scenario[] = [
  {
    name: 'abuse',
    // All at once against one gateway, while the usual people talk over both.
    act: async (scene) => {
      await using abuser = await startMember('abuser', 'tests/faults/members')
      const [gateway] = calmWays(scene.world)
      const [cookie] = await crowdCookies(scene, 1)
      const outcomes = await abuser.ask('attack', { gateway, cookie, conversationId: scene.conversationIds[0] }, found)
      for (const { name, ending, refused } of outcomes) scene.note(`${name}: ${ending}, ${refused} refused`)
      const endured = outcomes.filter((one) => !expected[one.name]?.(one))
      if (endured.length > 0) throw new Error(`not as it should be: ${JSON.stringify(endured)}`)
    },
  },
]
