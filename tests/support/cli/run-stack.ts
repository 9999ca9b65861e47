import { type PartName, partNames } from '#server/dev/part-names.ts'
import { startStack } from '#server/dev/stack.ts'

/** A runner in a process of its own, for tests that kill it: `run-stack.ts HOME PART…`; prints "up" when it is. */
const [home, ...names] = process.argv.slice(2)
if (!home) throw new Error('usage: run-stack.ts HOME PART…')
const isPartName = (name: string): name is PartName => partNames.some((known) => known === name)
await startStack({ home, parts: names.filter(isPartName) })
process.stdout.write('up\n')
