import { fileURLToPath } from 'node:url'

/** The checkout; no part reads or writes outside it unless PLANTAO_HOME says so. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
