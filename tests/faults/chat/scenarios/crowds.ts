import { readFileSync } from 'node:fs'
import { type Crowd, crowdAtHead, crowdCookies, expectFaultless, gatherCrowd } from '../crowd.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** Very many clients beside those who only want to talk. */
export const crowds: readonly Scenario[] = [
  {
    name: 'slow-readers',
    mayResync: true,
    // 10 000 on two gateways; in a conversation of 300 of them, 200 stop reading while messages of 12 KB come. They are
    // cut before they cost much, go on by their cursor when they read again, and nobody else notices.
    perSecond: 2,
    act: async (scene) => {
      const [quiet = '', , flooded = ''] = scene.conversationIds
      const cookies = await crowdCookies(scene, 1_000)
      await using others = await gatherCrowd(scene, { count: 9_700, conversationId: quiet, cookies })
      await using readers = await gatherCrowd(scene, { count: 100, conversationId: flooded, cookies })
      await using slow = await gatherCrowd(scene, { count: 200, conversationId: flooded, cookies })
      await crowdAtHead(scene, [readers, slow], { conversationId: flooded })
      await crowdAtHead(scene, [others], { conversationId: quiet })
      const before = residentMegabytes(scene)
      await slow.stopReading()
      const { cut, most, sent } = await flood(scene, { conversationId: flooded, readers, slowCount: slow.count })
      scene.note(`${cut.slow} cut as slow readers, ${cut.dead} as dead lines, after ${sent} messages`)
      scene.note(`gateways: ${before} MB before, ${most} MB at most, together`)
      if (cut.slow === 0 || cut.slow > slow.count) throw new Error('not those who do not read were cut')
      await slow.readAgain()
      const back = await crowdAtHead(scene, [slow], { conversationId: flooded })
      const calm = await crowdAtHead(scene, [readers], { conversationId: flooded })
      const rest = await crowdAtHead(scene, [others], { conversationId: quiet })
      scene.note(`${back.resyncs} of the slow began anew`)
      for (const found of [back, calm, rest]) expectFaultless(found)
      // A process that gets no processor for 3 s answers no ping either.
      const innocent = calm.connections + rest.connections - readers.count - others.count
      scene.note(`${innocent} of the others had to come back`)
      if (innocent > 98) throw new Error('more than 1 % were cut that did read')
    },
  },
  {
    name: 'ten-thousand-come-back',
    // Both gateways die; whoever was there dials again within a second, while the usual people talk.
    perSecond: 3,
    act: async (scene) => {
      const { world, note, conversationIds } = scene
      const conversationId = conversationIds.at(-1) ?? ''
      const cookies = await crowdCookies(scene, 1_000)
      await using first = await gatherCrowd(scene, { count: 5_000, conversationId, cookies })
      await using second = await gatherCrowd(scene, { count: 5_000, conversationId, cookies })
      const crowd = [first, second]
      await crowdAtHead(scene, crowd, { conversationId })
      for (const gateway of world.gateways) gateway.kill('SIGKILL')
      await Promise.all(world.gateways.map((gateway) => gateway.part().exited))
      await Promise.all(world.gateways.map((gateway) => gateway.start()))
      const startedMs = performance.now()
      const secondsSince = () => ((performance.now() - startedMs) / 1_000).toFixed(1)
      let nearly: string | undefined
      const onLook = ({ atHead }: { readonly atHead: number }) => {
        if (atHead >= 9_500) nearly ??= secondsSince()
      }
      const found = await crowdAtHead(scene, crowd, { conversationId, onLook, withinMs: 120_000 })
      note(`after the gateways were back: 95 % at the head in ${nearly} s, all in ${secondsSince()} s`)
      note(`${await scene.metric('reads_total{of="history"}')} histories read`)
      expectFaultless(found)
    },
  },
]

/** 12 KB, the largest that a person can send. */
const largeBody = '文'.repeat(4_000)
const mostMessages = 1_500
const burst = 30

interface Flood {
  readonly conversationId: string
  /** Who keeps up: as fast as they read, it goes on. */
  readonly readers: Crowd
  readonly slowCount: number
}

/** Until everyone who does not read is cut. */
async function flood(scene: Scene, { conversationId, readers, slowCount }: Flood) {
  const endings = async () => {
    const [slow, dead] = await Promise.all(
      ['slow_reader', 'dead_line'].map((reason) => scene.metric(`closed_total{reason="${reason}"}`)),
    )
    return { slow: slow ?? 0, dead: dead ?? 0 }
  }
  const before = await endings()
  let most = 0
  for (let sent = 0; sent < mostMessages; sent += burst) {
    await scene.publish(await scene.store(conversationId, burst, largeBody))
    await crowdAtHead(scene, [readers], { conversationId, everyMs: 20 })
    most = Math.max(most, residentMegabytes(scene))
    const { slow, dead } = await endings()
    const cut = { slow: slow - before.slow, dead: dead - before.dead }
    if (cut.slow + cut.dead >= slowCount) return { cut, most, sent: sent + burst }
  }
  throw new Error(`slow readers are still connected after ${mostMessages} messages`)
}

const residentMegabytes = ({ world }: Scene): number =>
  Math.round(world.gateways.reduce((sum, gateway) => sum + residentBytes(gateway.part().pid), 0) / 1_048_576)

/** The second number of statm, in pages. */
const residentBytes = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096
