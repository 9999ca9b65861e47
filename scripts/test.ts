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

async function main(args: readonly string[]): Promise<number> {
  const { stages, problem } = selectStages(args)
  if (problem) {
    console.error(problem)
    return 2
  }
  mkdirSync(logFolder, { recursive: true, mode: 0o700 })
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const isKeepingGoing = args.includes('--keep-going')
  const results = await runStages(stages, { logFolder, isKeepingGoing, signal: stopping.signal })
  const counts = countAll(results)
  console.log(formatSummary(results))
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  return counts.failed === 0 && !stopping.signal.aborted ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
