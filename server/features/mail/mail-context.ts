import type { Env } from '#server/env.ts'

/** What a template needs to know about the installation. */
export interface MailContext {
  readonly publicUrl: string
  readonly firm: Firm
}

/** Who signs the mail. */
export interface Firm {
  readonly name: string
  readonly lines: readonly string[]
}

export const readMailContext = (env: Env): MailContext => ({
  publicUrl: env.PUBLIC_URL,
  firm: {
    name: env.FIRM_NAME,
    lines: [env.FIRM_REGISTRATION, env.FIRM_ADDRESS, env.FIRM_PHONE].flatMap((line) => line ?? []),
  },
})
