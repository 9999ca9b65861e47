import { rmSync } from 'node:fs'
import { openHome } from '#server/dev/home.ts'
import { startStack } from '#server/dev/stack.ts'
import { rawEnv } from '#server/env.ts'

export interface WebSite extends AsyncDisposable {
  readonly url: string
}

const home = '.plantao/bench-web'

/** The product's web process as `npm start` runs it, built by Next, with a database and Redis of its own. */
export async function startWebSite(): Promise<WebSite> {
  rmSync(openHome(home).root, { recursive: true, force: true })
  const { PATH, HOME, TMPDIR } = rawEnv()
  const ports = ['WEB', 'GATEWAY', 'WORKER', 'SIMULATOR', 'POSTGRES', 'POSTGREST', 'REDIS_STATE', 'REDIS_CACHE']
  const freePorts = Object.fromEntries(ports.map((name) => [`${name}_PORT`, '0']))
  const stack = await startStack({
    home,
    env: { PATH, HOME, TMPDIR, TRUSTED_PROXIES: '1', LOG_LEVEL: 'warn', ...freePorts },
    parts: ['postgres', 'postgrest', 'redis-state', 'redis-cache', 'web'],
  })
  const web = stack.parts.find(({ name }) => name === 'web')
  return {
    url: `http://127.0.0.1:${web?.port ?? 0}`,
    [Symbol.asyncDispose]: async () => {
      await stack.stop()
      rmSync(openHome(home).root, { recursive: true, force: true })
    },
  }
}
