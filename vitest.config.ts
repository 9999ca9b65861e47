import { defineConfig } from 'vitest/config'

/** Three kinds of tests: `static` reads the tree; `unit` needs nothing; `integration` gets one real Postgres, two redis-servers and the simulator. */
export default defineConfig({
  test: {
    watch: false,
    passWithNoTests: false,
    // They wait more than they work: two files at a time take a little over half of what one at a time does.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'static',
          include: ['tests/architecture/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'unit',
          include: ['{server,src,prisma-free-db,scripts,tests/bench,tests/faults}/**/*.test.{ts,tsx}'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,conformance}/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
