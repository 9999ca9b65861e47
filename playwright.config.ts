import { defineConfig } from '@playwright/test'
import { chromium, findOrInstall } from '#server/dev/install-binary.ts'

/**
 * The browser is the system's Chromium: no download. The stack is the real one, started once by the global setup.
 * One worker: two cores carry one browser and eight servers.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: 'list',
  use: {
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: await findOrInstall(chromium, console.log),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'site', testIgnore: 'gateway-crash.spec.ts' },
    // Takes the gateway away from under everyone: after all the others.
    { name: 'crash', testMatch: 'gateway-crash.spec.ts', dependencies: ['site'] },
  ],
})
