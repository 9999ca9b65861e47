import type { TestStack } from '../stack.ts'
import { type ActorName, actors } from './actors.ts'
import { authorisation, patterns, type Row } from './authorisation-table.ts'
import type { World } from './create-world.ts'

interface Stage {
  readonly stack: TestStack
  /** Where an actor acts: one of their own where what they do changes it. */
  readonly world: () => Promise<World>
}

interface Asked {
  readonly actor: ActorName
  readonly conversationId: string
  /** Of a session that nothing else uses; undefined for a stranger. */
  readonly cookie: string | undefined
}

/** What each actor gets. */
export async function askEveryone<T>(stage: Stage, ask: (asked: Asked) => Promise<T>): Promise<Record<string, T>> {
  const asked = actors.map(async ({ name, role, person, conversation }) => {
    const { people, conversations } = await stage.world()
    const cookie = role === null ? undefined : await stage.stack.signIn({ userId: people[person], role })
    return [name, await ask({ actor: name, conversationId: conversations[conversation], cookie })] as const
  })
  return Object.fromEntries(await Promise.all(asked))
}

/** The reviewed row. Throws where there is none, and says what the target answers now. */
export function expectedOf(target: string, answered: Readonly<Record<string, string>>): Row {
  const row = authorisation[target]
  if (row) return row
  const [pattern = JSON.stringify(answered)] = Object.entries(patterns)
    .filter(([, candidate]) => actors.every(({ name }) => candidate[name] === answered[name]))
    .map(([name]) => name)
  throw new Error(`authorisation-table.ts has no row for "${target}"; it lets in as: ${pattern}`)
}

/** The targets of the table that a test is about, sorted. */
export const rowsOf = (isMine: (target: string) => boolean): string[] =>
  Object.keys(authorisation).filter(isMine).toSorted()
