import '#src/ui/zod-without-eval.ts'
import '#src/ui/mantine-styles.ts'
import '@fontsource-variable/instrument-sans/wght.css'
import '@fontsource-variable/newsreader/opsz.css'
import '#src/ui/global.css'
import { MantineProvider } from '@mantine/core'
import NextApp, { type AppContext, type AppProps } from 'next/app'
import Head from 'next/head'
import type { PublicConfig } from '#server/contracts/public-config.ts'
import { OutboxProvider } from '#src/features/outbox/outbox-context.tsx'
import { trpc } from '#src/trpc/client.ts'
import { resolveCssVariables } from '#src/ui/css-variables.ts'
import { FailurePage } from '#src/ui/failure-page.tsx'
import type { LoadFailure } from '#src/ui/load-failure.ts'
import { useNonce } from '#src/ui/nonce.tsx'
import type { PageRefusal } from '#src/ui/page-refusal.ts'
import { RefusalPage } from '#src/ui/refusal-page.tsx'
import { SiteProvider } from '#src/ui/site-context.tsx'
import { theme } from '#src/ui/theme.ts'

/** What `withSite` gives; static pages have neither. */
interface SharedProps {
  readonly site?: PublicConfig
  readonly failure?: LoadFailure
  readonly refusal?: PageRefusal
}

function App({ Component, pageProps }: AppProps<SharedProps>) {
  const { site, failure, refusal } = pageProps
  const nonce = useNonce() ?? ''
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveCssVariables}
      getStyleNonce={() => nonce}
      defaultColorScheme="auto"
    >
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
      </Head>
      <SiteProvider site={site}>
        <OutboxProvider>
          {failure && <FailurePage failure={failure} />}
          {refusal && <RefusalPage refusal={refusal} />}
          {!failure && !refusal && <Component {...pageProps} />}
        </OutboxProvider>
      </SiteProvider>
    </MantineProvider>
  )
}

/** Its being there is what counts: Next would render 404 while it builds, and no page made then can have a nonce. */
App.getInitialProps = (context: AppContext) => NextApp.getInitialProps(context)

export default trpc.withTRPC(App)
