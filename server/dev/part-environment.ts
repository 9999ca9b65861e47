import { rawEnv } from '#server/env.ts'

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TZ'] as const

/** What a database or cache server needs from the environment; secrets meant for the application stay out of it. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const source = rawEnv()
  const kept = passedOn.flatMap((name) => {
    const value = source[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(kept), LC_ALL: 'C', NODE_ENV: 'production' }
}
