import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#server/dev/project-root.ts'
import { rawEnv } from '#server/env.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'

test('installs once, with development dependencies, and has nothing to do afterwards', async () => {
  using project = createProject()
  expect((await ensure(project.path)).code).toBe(0)
  expect((await ensure(project.path)).text).toBe('')
  expect(installs(project.path)).toEqual(['ci --include=dev --ignore-scripts=false'])
})

test('a changed lockfile installs again', async () => {
  using project = createProject()
  await ensure(project.path)
  writeFileSync(join(project.path, 'package-lock.json'), '{"changed":true}')
  await ensure(project.path)
  expect(installs(project.path)).toHaveLength(2)
})

test('an installation whose Node is broken is repeated', async () => {
  using project = createProject()
  await ensure(project.path)
  writeFileSync(join(project.path, 'node_modules/.bin/node'), 'broken')
  await ensure(project.path)
  expect(installs(project.path)).toHaveLength(2)
})

test('two at once install once', async () => {
  using project = createProject()
  const both = await Promise.all([ensure(project.path), ensure(project.path)])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(installs(project.path)).toHaveLength(1)
})

test('the lock of a process that is gone does not stop an installation', async () => {
  using project = createProject()
  mkdirSync(join(project.path, '.plantao'))
  writeFileSync(join(project.path, '.plantao/install.lock'), '4194304')
  expect((await ensure(project.path)).code).toBe(0)
  expect(existsSync(join(project.path, '.plantao/install.lock'))).toBe(false)
})

test('a failed installation is told and leaves no stamp', async () => {
  using project = createProject('process.exit(7)')
  const { code, text } = await ensure(project.path)
  expect(code).toBe(1)
  expect(text).toContain('npm ci ended with code 7')
  expect((await ensure(project.path)).code).toBe(1)
})

/** Stands in for npm: notes its arguments and lays down a node that answers its version. */
const fakeNpm = `
import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('installs.log', process.argv.slice(2).join(' ') + '\\n')
await new Promise((resolve) => setTimeout(resolve, 150))
mkdirSync('node_modules/.bin', { recursive: true })
writeFileSync('node_modules/.bin/node', '#!/bin/sh\\necho v24.0.0\\n')
chmodSync('node_modules/.bin/node', 0o755)
`

function createProject(npm = fakeNpm) {
  const folder = createTempFolder()
  mkdirSync(join(folder.path, 'scripts'))
  copyFileSync(join(projectRoot, 'scripts/ensure.mjs'), join(folder.path, 'scripts/ensure.mjs'))
  writeFileSync(join(folder.path, 'package-lock.json'), '{}')
  writeFileSync(join(folder.path, 'npm.mjs'), npm)
  chmodSync(join(folder.path, 'npm.mjs'), 0o755)
  return folder
}

function ensure(root: string): Promise<{ code: number; text: string }> {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: rawEnv().PATH, npm_execpath: join(root, 'npm.mjs') }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/ensure.mjs')], { env, cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr })
    })
  })
}

const installs = (root: string): string[] => readFileSync(join(root, 'installs.log'), 'utf8').trim().split('\n')
