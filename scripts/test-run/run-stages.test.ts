import { expect, test, vi } from 'vitest'
import { createTempFolder } from '#tests/support/temp-folder.ts'
import { runStages } from './run-stages.ts'
import type { Stage } from './steps.ts'

const step = (name: string, code: string) => ({ name, what: name, args: ['-e', code], limitMs: 30_000 })
const stage = (...steps: Stage['steps']): Stage => ({ steps, isStatic: false })
const failing = [stage(step('good', ''), step('bad', 'process.exit(3)')), stage(step('later', ''))]

async function outcomesOf(stages: readonly Stage[], options: { isKeepingGoing?: boolean; signal?: AbortSignal } = {}) {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  using folder = createTempFolder()
  const signal = new AbortController().signal
  const results = await runStages(stages, { logFolder: folder.path, isKeepingGoing: false, signal, ...options })
  return results.map(({ step: { name }, outcome }) => `${name} ${outcome}`)
}

test('a failed step stops the stages after it, not its neighbours', async () => {
  expect(await outcomesOf(failing)).toEqual(['good passed', 'bad failed', 'later not run'])
})

test('--keep-going runs the later stages all the same', async () => {
  expect(await outcomesOf(failing, { isKeepingGoing: true })).toEqual(['good passed', 'bad failed', 'later passed'])
})

test('a step over its limit is ended and has failed', async () => {
  const hanging = { ...step('hanging', 'setInterval(() => {}, 1_000)'), limitMs: 300 }
  expect(await outcomesOf([stage(hanging)])).toEqual(['hanging failed'])
})

test('a stopped run ends what runs and starts nothing more', async () => {
  const stages = [stage(step('hanging', 'setInterval(() => {}, 1_000)')), stage(step('later', ''))]
  expect(await outcomesOf(stages, { signal: AbortSignal.timeout(300) })).toEqual(['hanging failed', 'later not run'])
})
