import { deriveLinkToken } from '#server/auth/link-token.ts'
import type { TestStack } from './stack.ts'

/** Past the API: the tests' own look at what was stored. */
export function sqlOf({ services }: TestStack) {
  const { sql } = services.db
  if (!sql) throw new Error('the stack has a direct pool')
  return sql
}

/** What the mail of the newest link to an address would carry. Throws where none was asked for. */
export async function mailedTokenOf(stack: TestStack, email: string): Promise<string> {
  const [row] = await sqlOf(stack)`
    select id from public.verification_tokens where identifier = ${email.toLowerCase()} order by created_at desc limit 1`
  if (!row) throw new Error(`no link was asked for by ${email}`)
  return deriveLinkToken(stack.env.AUTH_SECRET, String(row.id))
}
