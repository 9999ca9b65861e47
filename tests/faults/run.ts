import { runNamed } from '#tests/support/cli/run-named.ts'

const { isOk, text } = await runNamed({ kind: 'fault', folder: import.meta.dirname }, process.argv[2])
console.log(text)
process.exit(isOk ? 0 : 1)
