/** What one step runs, and how long it may take before it counts as hung. */
export interface Step {
  readonly name: string
  readonly what: string
  /** Arguments of the Node that runs this script. */
  readonly args: readonly string[]
  /** Where the step says how many tests it ran; without it, the step counts as one. */
  readonly report?: 'vitest' | 'playwright'
  readonly limitMs: number
}

/** Steps of a stage run side by side; a stage starts when the one before it passed. */
export interface Stage {
  readonly steps: readonly Step[]
  readonly isStatic: boolean
}

const minuteMs = 60_000
const bin = (path: string): string => `node_modules/${path}`
const vitest = bin('vitest/vitest.mjs')

const staticSteps: readonly Step[] = [
  {
    name: 'biome',
    what: 'format and lint',
    args: [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off'],
    limitMs: minuteMs,
  },
  { name: 'types', what: 'tsc', args: [bin('typescript/bin/tsc'), '--noEmit', '-p', '.'], limitMs: 3 * minuteMs },
  { name: 'knip', what: 'dead code', args: [bin('knip/bin/knip.js')], limitMs: 2 * minuteMs },
  {
    name: 'static',
    what: 'import rules, cycles, sizes, documentation',
    args: [vitest, 'run', '--project', 'static'],
    report: 'vitest',
    limitMs: 2 * minuteMs,
  },
  { name: 'compose', what: 'docker-compose.yml', args: ['scripts/check-compose.ts'], limitMs: 5 * minuteMs },
]

const stages: readonly Stage[] = [
  { isStatic: true, steps: staticSteps },
  {
    isStatic: false,
    steps: [
      {
        name: 'vitest',
        what: 'unit, integration, conformance',
        args: [vitest, 'run', '--project', 'unit', '--project', 'integration'],
        report: 'vitest',
        limitMs: 20 * minuteMs,
      },
    ],
  },
  {
    isStatic: false,
    steps: [{ name: 'build', what: 'next build', args: ['scripts/build-site.ts'], limitMs: 5 * minuteMs }],
  },
  {
    isStatic: false,
    steps: [
      {
        name: 'e2e',
        what: 'Playwright in Chromium',
        args: [bin('@playwright/test/cli.js'), 'test'],
        report: 'playwright',
        limitMs: 20 * minuteMs,
      },
    ],
  },
]

interface Selection {
  readonly stages: Stage[]
  /** What is wrong with the arguments. */
  readonly problem?: string
}

/** All stages, the static ones (`--static`), or those of the steps named. */
export function selectStages(args: readonly string[]): Selection {
  const names = args.filter((arg) => !arg.startsWith('--'))
  const known = stages.flatMap(({ steps }) => steps.map(({ name }) => name))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown) return { stages: [], problem: `There is no step "${unknown}". Steps: ${known.join(', ')}` }
  const isWanted = ({ name }: Step): boolean => names.length === 0 || names.includes(name)
  const selected = stages
    .filter(({ isStatic }) => isStatic || !args.includes('--static'))
    .map((stage) => ({ ...stage, steps: stage.steps.filter(isWanted) }))
  return { stages: selected.filter(({ steps }) => steps.length > 0) }
}
