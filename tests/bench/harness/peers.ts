import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { projectRoot } from '#server/dev/project-root.ts'
import { say } from './mode.ts'

/** Caches and limiters, by the version of ioredis that they are made for; what sends messages to browsers; job queues. */
export type PeerSet = 'peers' | 'peers/layered-loader' | 'peers/realtime' | 'peers/jobs'

const cachesAndLimiters: readonly PeerSet[] = ['peers', 'peers/layered-loader']
const run = promisify(execFile)
const sourceOf = (set: PeerSet): string => join(projectRoot, 'tests/bench', set)
const homeOf = (set: PeerSet): string => join(projectRoot, '.plantao/bench', set)
const lockOf = (folder: string): string => readFileSync(join(folder, 'package-lock.json'), 'utf8')

/** Installs the peers the first time, and again when their lockfile changed. They never enter the product's tree. */
export async function installPeers(sets = cachesAndLimiters): Promise<void> {
  for (const set of sets) if (!isInstalled(set)) await install(set)
}

function isInstalled(set: PeerSet): boolean {
  const stamp = join(homeOf(set), 'node_modules/.installed')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockOf(sourceOf(set))
}

async function install(set: PeerSet): Promise<void> {
  say(`installing ${set} (npm ci)`)
  const home = homeOf(set)
  rmSync(join(home, 'node_modules'), { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(sourceOf(set), file), join(home, file))
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home })
  // A module resolves what it imports from where it lies: this one lies beside the peers.
  writeFileSync(join(home, 'load.mjs'), 'export const load = (name) => import(name)\n')
  writeFileSync(join(home, 'node_modules/.installed'), lockOf(home))
}

const loader = z.object({ load: z.custom<(name: string) => Promise<unknown>>((value) => typeof value === 'function') })

/** A peer's module, of which `exports` are used; throws when one of them is not there. */
export async function loadPeer<M extends object>(
  set: PeerSet,
  name: string,
  exports: readonly (keyof M)[],
): Promise<M> {
  const { load } = loader.parse(await import(pathToFileURL(join(homeOf(set), 'load.mjs')).href))
  const hasExports = (module: unknown): module is M =>
    typeof module === 'object' && module !== null && exports.every((wanted) => wanted in module)
  const module = await load(name)
  if (!hasExports(module)) throw new Error(`${name} does not export ${exports.join(', ')}`)
  return module
}
