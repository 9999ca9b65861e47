import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '#server/dev/project-root.ts'
import { isProfiled } from './mode.ts'

/** A process of the fleet under test, told what to do over its pipe. */
export interface Member extends AsyncDisposable {
  readonly pid: number
  /** Rejects with the member's error, or when it dies. */
  ask<T>(command: string, args: unknown, reply: z.ZodType<T>): Promise<T>
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

const answer = z.union([
  z.object({ id: z.int(), value: z.unknown() }),
  z.object({ id: z.int(), error: z.string() }),
  z.object({ ready: z.literal(true) }),
])

/** Some peers' connections report each failed attempt to nobody in particular. */
const withoutNoise = (text: string): string => text.replaceAll(/^\[ioredis\] Unhandled error event.*\n/gm, '')

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Starts `<folder>/<name>.ts` in a process of its own and waits until it can take commands. */
export async function startMember(name: string, folder = 'tests/bench/members'): Promise<Member> {
  const child = fork(join(projectRoot, folder, `${name}.ts`), isProfiled ? ['--profile'] : [], {
    cwd: projectRoot,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(withoutNoise(chunk.toString())))
  const waiting = new Map<number, Waiting>()
  await listenTo(child, name, waiting)
  let lastId = 0
  return {
    pid: child.pid ?? -1,
    async ask(command, args, reply) {
      lastId += 1
      const id = lastId
      const replied = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
      child.send({ id, command, args })
      return reply.parse(await replied)
    },
    kill: (signal) => child.kill(signal),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

/** Resolves when the member says that it is ready. */
function listenTo(child: ChildProcess, name: string, waiting: Map<number, Waiting>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const parsed = answer.parse(message)
      if ('ready' in parsed) return resolve()
      const asked = waiting.get(parsed.id)
      waiting.delete(parsed.id)
      if ('error' in parsed) asked?.reject(new Error(`${name}: ${parsed.error}`))
      else asked?.resolve(parsed.value)
    })
    child.once('exit', (code, signal) => {
      const error = new Error(`${name} ended by ${signal ?? `code ${code}`}`)
      for (const asked of waiting.values()) asked.reject(error)
      reject(error)
    })
  })
}

/** A member leaves when its pipe is cut; one that hangs is ended. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  if (child.connected) child.disconnect()
  const insist = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(insist)
}

/** Several of a kind, started side by side. */
export async function startMembers(name: string, count: number): Promise<Fleet> {
  const members = await Promise.all(Array.from({ length: count }, () => startMember(name)))
  return {
    members,
    askAll: (command, args, reply) => Promise.all(members.map((member) => member.ask(command, args, reply))),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(members.map((member) => member[Symbol.asyncDispose]()))
    },
  }
}

export interface Fleet extends AsyncDisposable {
  readonly members: readonly Member[]
  askAll<T>(command: string, args: unknown, reply: z.ZodType<T>): Promise<T[]>
}
