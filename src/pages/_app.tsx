import '#src/ui/mantine-styles.ts'
import '@fontsource-variable/instrument-sans/wght.css'
import '@fontsource-variable/newsreader/opsz.css'
import '#src/ui/global.css'
import { MantineProvider } from '@mantine/core'
import type { AppProps } from 'next/app'
import Head from 'next/head'
import type { PublicConfig } from '#server/contracts/public-config.ts'
import { OutboxProvider } from '#src/features/outbox/outbox-context.tsx'
import { trpc } from '#src/trpc/client.ts'
import { resolveCssVariables } from '#src/ui/css-variables.ts'
import { FailurePage } from '#src/ui/failure-page.tsx'
import type { LoadFailure } from '#src/ui/load-failure.ts'
import { SiteProvider } from '#src/ui/site-context.tsx'
import { theme } from '#src/ui/theme.ts'

/** What `withSite` gives; static pages have neither. */
interface SharedProps {
  readonly site?: PublicConfig
  readonly failure?: LoadFailure
}

function App({ Component, pageProps }: AppProps<SharedProps>) {
  const { site, failure } = pageProps
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveCssVariables} defaultColorScheme="auto">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
      </Head>
      <SiteProvider site={site}>
        <OutboxProvider>{failure ? <FailurePage failure={failure} /> : <Component {...pageProps} />}</OutboxProvider>
      </SiteProvider>
    </MantineProvider>
  )
}

export default trpc.withTRPC(App)
