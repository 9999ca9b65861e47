/**
 * Runs before every npm command: installs the dependencies when they are missing or the lockfile changed.
 * Plain JavaScript for the system's Node, which may be older than the one npm then brings along.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = join(root, 'node_modules', '.plantao-installed')
const lockFile = join(root, '.plantao', 'install.lock')
const packagedNode = join(root, 'node_modules', '.bin', 'node')
const neededMajor = 24
const platformsWithNode = ['linux-x64', 'linux-arm64']
const platform = `${process.platform}-${process.arch}`

async function main() {
  refuseOldNode()
  if (isInstalled()) return
  await takeLock()
  try {
    // Whoever held the lock may have done the work.
    if (!isInstalled()) await install()
  } finally {
    releaseLock()
  }
}

/** Where npm does not bring Node, the system's own must be new enough to run TypeScript. */
function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (platformsWithNode.includes(platform) || major >= neededMajor) return
  fail(
    `Plantão needs Node ${neededMajor} or newer; this is ${process.versions.node}.\n` +
      `On ${platform} npm cannot bring it along. Install it, then run the same command again:\n` +
      '  macOS:    brew install node@24 && brew link --overwrite node@24\n' +
      '  any:      https://nodejs.org/en/download\n' +
      '  Docker:   docker compose up',
  )
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp() && hasWorkingNode()
}

/** A node_modules of another platform (a mounted folder, a copied checkout) does not count. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${platform}\n`
}

function hasWorkingNode() {
  if (!platformsWithNode.includes(platform)) return true
  try {
    const version = execFileSync(packagedNode, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return version.startsWith(`v${neededMajor}.`)
  } catch {
    return false
  }
}

async function install() {
  const startedMs = Date.now()
  console.log('Plantão: installing the dependencies (npm ci)')
  const code = await runNpm(['ci', '--include=dev', '--ignore-scripts=false'], startedMs)
  if (code !== 0)
    fail(`npm ci ended with code ${code}: see its message above. Without a network nothing can be installed.`)
  if (!hasWorkingNode()) {
    fail(
      `npm ci left no working Node at ${packagedNode}.\nIs "omit=optional" set in npm's configuration? Unset it: npm config delete omit`,
    )
  }
  writeFileSync(stampFile, wantedStamp())
  console.log(`Plantão: dependencies installed in ${seconds(startedMs)}`)
}

function runNpm(args, startedMs) {
  const ownNpm = process.env.npm_execpath
  const isScript = ownNpm && /\.[cm]?js$/.test(ownNpm)
  const [command, all] = isScript ? [process.execPath, [ownNpm, ...args]] : ['npm', args]
  const heartbeat = setInterval(() => console.log(`Plantão: still installing, ${seconds(startedMs)} so far`), 10_000)
  return new Promise((resolve) => {
    const child = spawn(command, all, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => {
        child.kill(signal)
        releaseLock()
        process.exit(130)
      })
    }
    child.once('error', (error) => fail(`npm cannot be started: ${error.message}`))
    child.once('exit', (exitCode) => resolve(exitCode === null ? 1 : exitCode))
  }).finally(() => clearInterval(heartbeat))
}

async function takeLock() {
  mkdirSync(dirname(lockFile), { recursive: true, mode: 0o700 })
  for (let turn = 0; !tryLock(); turn += 1) {
    if (isLockStale()) removeStaleLock(readLock())
    else if (turn % 20 === 0) console.log('Plantão: another process is installing the dependencies, waiting for it')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Its holder is gone, or it is from before the machine started, or too old to be true. */
function isLockStale() {
  try {
    const takenMs = statSync(lockFile).mtimeMs
    const ageMs = Date.now() - takenMs
    const pid = Number(readLock())
    if (ageMs > 30 * 60_000 || ageMs > os.uptime() * 1000) return true
    return pid > 0 ? !isAlive(pid) : ageMs > 5_000
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Moved aside first: of two that find it stale, one may already hold a fresh lock under the same name. */
function removeStaleLock(stale) {
  const aside = `${lockFile}.${process.pid}`
  try {
    renameSync(lockFile, aside)
    if (readFileSync(aside, 'utf8') === stale) unlinkSync(aside)
    else renameSync(aside, lockFile)
  } catch {
    // Another waiter was faster.
  }
}

function readLock() {
  try {
    return readFileSync(lockFile, 'utf8')
  } catch {
    return null
  }
}

const seconds = (sinceMs) => `${Math.round((Date.now() - sinceMs) / 1000)} s`

function fail(message) {
  console.error(message)
  releaseLock()
  process.exit(1)
}

function releaseLock() {
  if (readLock() === String(process.pid)) unlinkSync(lockFile)
}

await main()
