import { execFile } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#server/dev/project-root.ts'
import { startStack } from '#server/dev/stack.ts'
import { rawEnv } from '#server/env.ts'
import { createTempFolder } from '../support/temp-folder.ts'

test('production without real services is refused with every missing variable', async () => {
  using home = createTempFolder()
  const { code, text } = await run('start.ts', [], { PLANTAO_HOME: home.path, NODE_ENV: 'production' })
  expect(code).toBe(1)
  for (const name of ['SUPABASE_URL', 'REDIS_URL', 'RESEND_API_KEY']) expect(text).toContain(`${name}`)
  expect(readdirSync(home.path)).toEqual([])
})

test('half a pair of variables is refused by the name of the other half', async () => {
  using home = createTempFolder()
  const { code, text } = await run('start.ts', [], { PLANTAO_HOME: home.path, SUPABASE_URL: 'https://x.example' })
  expect(code).toBe(1)
  expect(text).toContain('SUPABASE_SERVICE_ROLE_KEY is missing')
})

test('an unknown flag shows the usage', async () => {
  const { code, text } = await run('start.ts', ['--nope'])
  expect(code).toBe(2)
  expect(text).toContain('--rebuild')
})

test('a second start says that the first runs, and where', async () => {
  using home = createTempFolder()
  await using stack = await startLight(home.path)
  const { code, text } = await run('start.ts', [], { PLANTAO_HOME: home.path })
  expect(code).toBe(0)
  expect(text).toContain(`already runs here (process ${process.pid}`)
  for (const { url } of stack.addresses) expect(text).toContain(url)
})

test('status tells what runs, and that nothing does', async () => {
  using home = createTempFolder()
  {
    await using stack = await startLight(home.path)
    const { text } = await run('status.ts', [], { PLANTAO_HOME: home.path })
    expect(text).toContain(`Plantão runs (process ${process.pid}`)
    for (const { pid } of stack.parts) expect(text).toMatch(new RegExp(`up +pid ${pid} `))
    const json = await run('status.ts', ['--json'], { PLANTAO_HOME: home.path })
    expect(JSON.parse(json.text)).toMatchObject({ isRunning: true, state: 'running' })
  }
  expect((await run('status.ts', [], { PLANTAO_HOME: home.path })).text).toContain('does not run')
})

test('reset refuses while it runs and without a yes, then removes what is ours alone', async () => {
  using home = createTempFolder()
  const reset = (...args: string[]) => run('reset.ts', args, { PLANTAO_HOME: home.path })
  {
    await using _stack = await startLight(home.path)
    expect(await reset('--yes')).toMatchObject({ code: 1, text: expect.stringContaining('stop it first') })
  }
  writeFileSync(join(home.path, 'notes.txt'), 'not ours')
  expect(await reset()).toMatchObject({ code: 1, text: expect.stringContaining('add --yes') })
  expect(existsSync(join(home.path, 'secrets.json'))).toBe(true)
  expect(await reset('--yes')).toMatchObject({ code: 0 })
  expect(readdirSync(home.path)).toEqual(['notes.txt'])
})

const startLight = (home: string) =>
  startStack({ home, parts: ['redis-state'], env: { PATH: rawEnv().PATH, REDIS_STATE_PORT: '0' } })

interface Outcome {
  readonly code: number
  readonly text: string
}

/** Runs a command of server/dev as npm does, without a terminal and without the variables of the test run. */
function run(program: string, args: readonly string[], variables: Record<string, string> = {}): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: rawEnv().PATH, ...variables }
  return new Promise((resolve) => {
    const file = join(projectRoot, 'server/dev', program)
    const child = execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr })
    })
    child.stdin?.end()
  })
}
