import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import { Head, Html, Main, NextScript } from 'next/document'

/** `lang` comes from the page's locale. The script sets the colour scheme before the first paint. */
export default function Document() {
  return (
    <Html {...mantineHtmlProps} data-scroll-behavior="smooth">
      <Head>
        <ColorSchemeScript defaultColorScheme="auto" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <meta name="theme-color" content="#f7f8f6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#10191e" media="(prefers-color-scheme: dark)" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  )
}
