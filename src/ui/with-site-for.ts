import type { GetServerSideProps, GetServerSidePropsContext, GetServerSidePropsResult } from 'next'
import { admits, type Group } from '#server/contracts/access.ts'
import { defaultLocale } from '#server/contracts/locales.ts'
import { isStaff } from '#server/contracts/roles.ts'
import { readPageViewer, readSiteConfig } from '#src/trpc/server.ts'
import type { PageRefusal } from './page-refusal.ts'
import { type LoadContext, type SiteProps, withSite } from './with-site.ts'

type Result<P> = GetServerSidePropsResult<SiteProps<P>>

/**
 * `withSite` for pages that are not everyone's: a stranger is sent to the sign-in and comes back from it, who is signed in
 * and does not belong to the group is told so (403). Nothing of the page is loaded for either.
 */
export function withSiteFor<P extends object>(
  group: Group,
  load: (context: LoadContext) => Promise<P>,
): GetServerSideProps<SiteProps<P>> {
  const open = withSite(load)
  return async (context) => (await refuse(group, context)) ?? open(context)
}

/** For pages that need the shell and nothing else from the server. */
export const withSiteOnlyFor = (group: Group): GetServerSideProps => withSiteFor(group, async () => ({}))

async function refuse(group: Group, context: GetServerSidePropsContext): Promise<Result<never> | undefined> {
  const { req, res } = context
  const viewer = await readPageViewer(req, res)
  if (viewer === null) return { redirect: { destination: signInAddress(context), permanent: false } }
  const site = readSiteConfig(req)
  res.setHeader('Cache-Control', 'no-store')
  if (viewer === 'unavailable') {
    res.statusCode = 503
    res.setHeader('Retry-After', retryAfterSeconds)
    return { props: { site, failure: { status: 503, retryAfterSeconds } } }
  }
  if (admits(group, viewer.role)) return undefined
  res.statusCode = 403
  const refusal: PageRefusal = { group, home: isStaff(viewer.role) ? '/painel' : '/entrar' }
  return { props: { site, refusal } }
}

const retryAfterSeconds = 5

/** In the visitor's language, and with the way back. */
function signInAddress({ locale, resolvedUrl }: GetServerSidePropsContext): string {
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  return `${prefix}/entrar?callbackUrl=${encodeURIComponent(`${prefix}${resolvedUrl}`)}`
}
