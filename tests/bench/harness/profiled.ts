import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { projectRoot } from '#server/dev/project-root.ts'
import { isProfiled } from './mode.ts'

const folder = join(projectRoot, '.plantao/bench-profiles')
let written = 0

/** Runs `work`; with `--profile` it leaves a V8 profile of exactly that, to be opened in Chrome or VS Code. */
export async function profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!isProfiled) return work()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  try {
    return await work()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    mkdirSync(folder, { recursive: true })
    written += 1
    writeFileSync(join(folder, `${name}-${process.pid}-${written}.cpuprofile`), JSON.stringify(profile))
  }
}
