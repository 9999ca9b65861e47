import { z } from 'zod'

/** What the browser may know of the configuration: nothing secret. */
export const publicConfig = z.object({
  /** The site's own address, without a slash at its end. */
  siteUrl: z.string(),
  gatewayUrl: z.string(),
  /** Where the embedded default shows the mails that it would send; null where they are really sent. */
  mailboxUrl: z.string().nullable(),
  hasGoogle: z.boolean(),
  firm: z.object({
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    registration: z.string().nullable(),
  }),
})
export type PublicConfig = z.infer<typeof publicConfig>
