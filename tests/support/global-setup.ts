import type { TestProject } from 'vitest/node'
import type { TestServers } from './server-group.ts'
import { startServerGroup } from './server-group.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    servers: TestServers
  }
}

/** One set of real servers for the whole run, gone with everything they stored when it ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const group = await startServerGroup()
  project.provide('servers', group.servers)
  return async () => group[Symbol.asyncDispose]()
}
