/** `npm run -s bench -- NAME --quick`: a smoke run of some ten seconds; its figures mean nothing. */
export const isQuick = process.argv.includes('--quick')

/** `npm run -s bench -- NAME --profile`: V8 profiles of every measured process land in `.plantao/bench-profiles`. */
export const isProfiled = process.argv.includes('--profile')

/** How much of a measure to take: all of it, or what a smoke run needs. */
export const amount = (full: number, quick: number): number => (isQuick ? quick : full)

/** Progress for whoever watches; standard output keeps the result alone. */
export function say(line: string): void {
  console.error(line)
}
