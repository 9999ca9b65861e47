import { mkdirSync } from 'node:fs'
import { countAll } from './test-run/counts.ts'
import { runStages } from './test-run/run-stages.ts'
import { selectStages } from './test-run/steps.ts'
import { formatSummary } from './test-run/summary.ts'

/**
 * `npm test` and `npm run check`.
 *   node scripts/test.ts                every step
 *   node scripts/test.ts --static       what needs no server
 *   node scripts/test.ts biome types    the steps named
 *   --keep-going                        later stages run even when an earlier one failed
 */
const logFolder = '.plantao/test-logs'

async function main(args: readonly string[]): Promise<void> {
  mkdirSync(logFolder, { recursive: true })
  const stages = selectStages(args)
  const results = await runStages(stages, { logFolder, isKeepingGoing: args.includes('--keep-going') })
  const counts = countAll(results)
  console.log(formatSummary(results))
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

await main(process.argv.slice(2))
