import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { projectRoot } from './project-root.ts'

/** Every path below the runner's folder (`.plantao`, or PLANTAO_HOME). */
export type Home = ReturnType<typeof openHome>

/** Creates the folder when needed (mode 0700: it holds secrets and people's data). A relative path counts from the project folder. */
export function openHome(path = '.plantao') {
  const root = resolve(projectRoot, path)
  mkdirSync(root, { recursive: true, mode: 0o700 })
  return {
    root,
    postgres: join(root, 'postgres'),
    redisState: join(root, 'redis-state'),
    redisCache: join(root, 'redis-cache'),
    simulatorStore: join(root, 'simulator.json'),
    logs: join(root, 'logs'),
    secrets: join(root, 'secrets.json'),
    runtime: join(root, 'runtime.json'),
    lock: join(root, 'runner.lock'),
    logOf: (part: string) => join(root, 'logs', `${part}.log`),
  }
}
