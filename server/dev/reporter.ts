/** Where the runner tells a person what goes on. */
export interface Reporter {
  say(line: string): void
  /** Says when a step takes long, and how long it took. */
  during<T>(step: string, work: Promise<T>): Promise<T>
}

export const silentReporter: Reporter = { say: () => {}, during: (_, work) => work }

const heartbeatMs = 5_000

const titles: Readonly<Record<string, string>> = {
  migrate: 'migrations and seed',
  build: 'build of the site',
}

/** One line per finished step, and a sign of life every five seconds of a longer one. */
export function createTerminalReporter(print: (line: string) => void = console.log): Reporter {
  return {
    say: (line) => print(`  ${line}`),
    async during(step, work) {
      const what = titles[step] ?? step
      const startedMs = performance.now()
      const elapsed = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
      const heartbeat = setInterval(() => print(`  … ${what}: ${elapsed()} so far`), heartbeatMs)
      try {
        const result = await work
        print(`  ✓ ${what.padEnd(34)} ${elapsed()}`)
        return result
      } finally {
        clearInterval(heartbeat)
      }
    },
  }
}
