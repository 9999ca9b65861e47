import { perFile } from '../rule.ts'

/** Next's pages, the tools' configs and Playwright's set-up are found by their default export; nothing else is. */
const needsDefault = (path: string): boolean =>
  path.startsWith('src/pages/') || /\.config\.(ts|mjs)$/.test(path) || path === 'tests/e2e/support/global-setup.ts'

export const defaultExports = perFile(({ path, hasDefaultExport }) =>
  hasDefaultExport && !needsDefault(path) ? [{ path, line: 1, message: 'has a default export: give it a name' }] : [],
)
