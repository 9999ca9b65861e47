import { TRPCError } from '@trpc/server'
import type { GetServerSideProps, GetServerSidePropsContext } from 'next'
import { defaultLocale, type Locale, locale } from '#server/contracts/locales.ts'
import type { PublicConfig } from '#server/contracts/public-config.ts'
import { createServerCaller, readSiteConfig } from '#src/trpc/server.ts'
import { type LoadFailure, readLoadFailure } from './load-failure.ts'
import type { PageRefusal } from './page-refusal.ts'

type ServerCaller = Awaited<ReturnType<typeof createServerCaller>>

export interface LoadContext {
  readonly caller: ServerCaller
  readonly locale: Locale
  readonly params: Readonly<Record<string, string | string[] | undefined>>
}

/** What `_app` finds in pageProps. With `failure` or `refusal` it shows that in place of the page. */
export type SiteProps<P> = { site: PublicConfig } & (P | { failure: LoadFailure } | { refusal: PageRefusal })

/**
 * `getServerSideProps` of every page that shows the shell: adds the firm's data, answers an unknown row with 404,
 * and a busy or unreachable backend with 429 or 503 and `Retry-After`. Other errors stay errors (500).
 */
export const withSite =
  <P extends object>(load: (context: LoadContext) => Promise<P>): GetServerSideProps<SiteProps<P>> =>
  async (context) => {
    const site = readSiteConfig(context.req)
    try {
      return { props: { site, ...(await load(await readContext(context))) } }
    } catch (error) {
      if (isUnknownAddress(error)) return { notFound: true }
      const failure = readLoadFailure(error)
      if (!failure) throw error
      context.res.statusCode = failure.status
      context.res.setHeader('Retry-After', failure.retryAfterSeconds)
      context.res.setHeader('Cache-Control', 'no-store')
      return { props: { site, failure } }
    }
  }

/** For pages that need the shell and nothing else from the server. */
export const withSiteOnly = withSite(async () => ({}))

/** The input of these calls comes from the address alone: one that is malformed names nothing, like one that is unknown. */
const isUnknownAddress = (error: unknown): boolean =>
  error instanceof TRPCError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')

async function readContext(context: GetServerSidePropsContext): Promise<LoadContext> {
  const parsed = locale.safeParse(context.locale)
  return {
    caller: await createServerCaller(context.req, context.res),
    locale: parsed.success ? parsed.data : defaultLocale,
    params: context.params ?? {},
  }
}
