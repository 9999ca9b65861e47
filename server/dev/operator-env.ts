import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv as parseEnvFile } from 'node:util'
import { rawEnv, type Source } from '#server/env.ts'
import { projectRoot } from './project-root.ts'

/** The variables of the shell over those of the project's `.env`, as every tool of this kind reads them. */
export function readOperatorEnv(): Source {
  const file = join(projectRoot, '.env')
  return { ...(existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8')) : {}), ...rawEnv() }
}
