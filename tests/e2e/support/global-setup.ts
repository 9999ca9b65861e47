import { rmSync } from 'node:fs'
import { openHome } from '#server/dev/home.ts'
import { lockHolder } from '#server/dev/lock-file.ts'
import { pickPort } from '#server/dev/ports.ts'
import { createTerminalReporter } from '#server/dev/reporter.ts'
import { type Stack, startStack } from '#server/dev/stack.ts'
import { rawEnv } from '#server/env.ts'
import { removeRun, writeRun } from './run-file.ts'

const home = '.plantao/e2e'

/**
 * The whole product on free ports with an empty database, and the way to stop it. One proxy is trusted, so that each
 * browser context can have a client address, and with it limits, of its own.
 */
export default async function startForBrowsers(): Promise<() => Promise<void>> {
  if (lockHolder(openHome(home).lock)) throw new Error('the browser tests run already in this checkout')
  rmSync(home, { recursive: true, force: true })
  const stack = await startStack({ home, env: environment(await pickPort(0)), reporter: createTerminalReporter() })
  writeRun(describe(stack))
  return async () => {
    removeRun()
    await stack.stop()
  }
}

/** Nothing of the operator's: the tests run against the embedded parts, whatever the shell points at. */
function environment(partnerPort: number): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = rawEnv()
  const ports = ['WEB', 'GATEWAY', 'WORKER', 'SIMULATOR', 'POSTGRES', 'POSTGREST', 'REDIS_STATE', 'REDIS_CACHE']
  const freePorts = Object.fromEntries(ports.map((name) => [`${name}_PORT`, '0']))
  return {
    PATH,
    HOME,
    TMPDIR,
    TRUSTED_PROXIES: '1',
    // Where tests serve a page of somebody else that shows the widget.
    WIDGET_ORIGINS: `http://localhost:${partnerPort},http://127.0.0.1:${partnerPort}`,
    LOG_LEVEL: 'info',
    ...freePorts,
  }
}

function describe({ parts, environment }: Stack) {
  const part = (name: string) => {
    const found = parts.find((candidate) => candidate.name === name)
    if (!found) throw new Error(`the stack has no part "${name}"`)
    return found
  }
  const known = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return {
    siteUrl: `http://localhost:${part('web').port}`,
    gatewayUrl: part('gateway').url,
    gatewayPid: part('gateway').pid,
    simulatorUrl: part('simulator').url,
    environment: Object.fromEntries(known),
  }
}
