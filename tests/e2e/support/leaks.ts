import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from '#server/env.ts'
import { secretValues } from '#server/secret-values.ts'
import { readRun } from './run-file.ts'

/** What only servers have a reason to say: variables with secrets, the database's roles, and what talks to them. */
const serverWords = [
  ...['SUPABASE_SERVICE_ROLE_KEY', 'SUPABASE_URL', 'DATABASE_URL', 'REDIS_URL', 'REDIS_PASSWORD', 'AUTH_SECRET'],
  ...['GOOGLE_CLIENT_SECRET', 'RESEND_API_KEY', 'ACCESS_TOKEN', 'WEBHOOK_SECRET', 'APP_SECRET', 'VERIFY_TOKEN'],
  ...['service_role', 'ioredis', 'bullmq', 'nodemailer', 'next-auth', 'supabase', 'postgres://', 'redis://'],
  ...['node:crypto', 'process.env.', 'sourceMappingURL'],
]

/** Secrets of the running site, and server words, that a text holds; of a secret its length alone is told. */
export function findLeaks(text: string, { words }: { words: boolean }): string[] {
  const secrets = new Set(secretValues(parseEnv(readRun().environment)).flatMap(spellings))
  const found = [...secrets]
    .filter((secret) => text.includes(secret))
    .map(({ length }) => `a secret of ${length} letters`)
  return [...found, ...(words ? serverWords.filter((word) => text.includes(word)) : [])]
}

const spellings = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]

export interface SiteText {
  readonly file: string
  readonly text: string
}

/** Everything that browsers may load of the built site. */
export function readBundle(): SiteText[] {
  return ['.next/static', 'public'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => ({ file, text: readFileSync(file, 'latin1') })),
  )
}
