import { z } from 'zod'
import type { Scenario } from './scenario.ts'
import type { Scene } from './scene.ts'

const usual = { trpc: 4, sse: 2 }

/** Each conversation has its screens, half of them behind the lines that faults cut, and colleagues who write. */
export async function placePeople(scene: Scene, { watchers = usual }: Pick<Scenario, 'watchers'>): Promise<void> {
  await scene.clients.ask('watch', screensOf(scene, watchers), z.unknown())
  await scene.clients.ask('addSenders', writersOf(scene), z.unknown())
}

/** Visitor and colleague by turns; every second one behind a shaky line. */
export function screensOf({ world, cast }: Scene, { trpc, sse }: NonNullable<Scenario['watchers']>) {
  const [calm, shaky] = [calmWays(world), shakyWays(world)]
  return cast.visitors.flatMap(({ name, conversationId }, index) => {
    const screens = (kind: 'trpc' | 'sse', count: number) =>
      Array.from({ length: count }, (_, number) => ({
        kind,
        conversationId,
        person: number % 2 === 0 ? name : (cast.staff[index % cast.staff.length]?.name ?? name),
        gateways: number % 2 === 0 ? shaky : calm,
      }))
    return [...screens('trpc', trpc), ...screens('sse', sse)]
  })
}

/** Every second one through a gateway, the others through the API. */
const writersOf = ({ world, cast }: Scene) =>
  cast.staff.map(({ name }, index) => ({
    person: name,
    conversationId: cast.visitors[index % cast.visitors.length]?.conversationId ?? '',
    gateways: index % 2 === 0 ? shakyWays(world) : [],
  }))

export const calmWays = ({ gateways }: Scene['world']): string[] => gateways.map(({ port }) => `127.0.0.1:${port}`)
const shakyWays = ({ gateways }: Scene['world']): string[] => gateways.map(({ shaky }) => `127.0.0.1:${shaky.port}`)
