import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { projectRoot } from '#server/dev/project-root.ts'
import { openRedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix, testServers } from '#tests/support/servers.ts'

const processes = 8
const callers = 50

it(`${processes} processes with ${callers} callers each load a cold entry once, and all get that value`, async () => {
  const prefix = testPrefix()
  await using layer = openRedisLayer({ REDIS_PREFIX: prefix })
  const fleet = await Promise.all(Array.from({ length: processes }, () => startMember(prefix)))
  const values = await Promise.all(fleet.map(({ go }) => go()))
  expect(await layer.redis.cache.get(layer.keys.user('loads'))).toBe('1')
  expect(values.flat()).toEqual(Array.from({ length: processes * callers }, () => 'load 1'))
})

/** Ready to read when it resolves. */
async function startMember(prefix: string): Promise<{ go: () => Promise<unknown[]> }> {
  const args = ['tests/support/cli/stampede.ts', testServers().redisCacheUrl, prefix, String(callers)]
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const nextLine = linesOf(child)
  expect(await nextLine()).toBe('ready')
  return {
    async go() {
      child.stdin?.write('go\n')
      const values: unknown = JSON.parse(await nextLine())
      return Array.isArray(values) ? values : []
    },
  }
}

function linesOf({ stdout }: ChildProcess): () => Promise<string> {
  if (!stdout) throw new Error('the child has no output')
  const lines = createInterface({ input: stdout })
  return async () => String((await once(lines, 'line'))[0])
}
