import { randomBytes } from 'node:crypto'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import { type DocumentContext, type DocumentInitialProps, Head, Html, Main, NextScript } from 'next/document'
import { pageHeaders } from '#server/http/page-policy.ts'
import { readPublicConfig } from '#server/public-config.ts'
import { webServices } from '#src/services.ts'
import { NonceContext } from '#src/ui/nonce.tsx'

interface DocumentProps {
  readonly nonce: string
}

/** `lang` comes from the page's locale. The script sets the colour scheme before the first paint. */
export default function Document({ nonce }: DocumentProps) {
  return (
    <Html {...mantineHtmlProps} data-scroll-behavior="smooth">
      <Head nonce={nonce}>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <meta name="theme-color" content="#f7f8f6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#10191e" media="(prefers-color-scheme: dark)" />
      </Head>
      <body>
        <Main />
        <NextScript nonce={nonce} />
      </body>
    </Html>
  )
}

/** Every page of the site is rendered for its request, and gets a nonce of its own here. */
Document.getInitialProps = async (context: DocumentContext): Promise<DocumentInitialProps & DocumentProps> => {
  const nonce = randomBytes(16).toString('base64')
  sendHeaders(context, nonce)
  const { renderPage } = context
  context.renderPage = () =>
    renderPage({
      enhanceApp: (App) => (props) => (
        <NonceContext value={nonce}>
          <App {...props} />
        </NonceContext>
      ),
    })
  return { ...(await context.defaultGetInitialProps(context, { nonce })), nonce }
}

function sendHeaders({ req, res, pathname }: DocumentContext, nonce: string): void {
  const { env } = webServices()
  const { gatewayUrl } = readPublicConfig(env, req?.headers.host)
  for (const [name, value] of Object.entries(pageHeaders({ env, nonce, route: pathname, gatewayUrl }))) {
    if (value === undefined) res?.removeHeader(name)
    else res?.setHeader(name, value)
  }
}
