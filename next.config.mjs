/** What a response may be and do that is no page: an API's answer, a picture, an error before any page. */
const noPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * The same for everything, and fixed when the site is built. A page replaces the policy by its own, with a nonce
 * (src/pages/_document.tsx, server/http/page-policy.ts).
 */
const securityHeaders = [
  { key: 'Content-Security-Policy', value: noPage },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
]

/** Pages say so by PUBLIC_URL; the rest, where the proxy in front says that a request came by https. */
const transportSecurity = {
  has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
  headers: [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }],
}

/**
 * Every address. Next reads the first as that of a page, in each language; the second stands for what Next serves itself:
 * files, the data of pages (conversations among them), and what is not found there. Only its development server has that
 * folder, and scripts in it that it calls JSON, which `nosniff` would keep from running.
 */
const everywhere = [{ source: '/:path*' }, { source: '/_next/:path((?!static/development/).*)', locale: false }]

/** Other sites' pages load it. */
const widgetScript = {
  source: '/widget.js',
  headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }],
}

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Nothing uses the picture service, which works on what anybody asks it for; its address is not found.
  images: { unoptimized: true },
  i18n: { locales: ['pt-BR', 'en'], defaultLocale: 'pt-BR', localeDetection: false },
  // Loaded by Node itself: they read files beside them, hold sockets, or start threads.
  serverExternalPackages: [
    ...['pino', 'ioredis', 'bullmq', 'postgres', 'ws', '@supabase/supabase-js'],
    ...['@bull-board/api', '@bull-board/hono', '@bull-board/ui'],
  ],
  // Tests and scripts are checked by `npm run check`; a broken test must not keep the site from starting.
  typescript: { tsconfigPath: 'tsconfig.next.json' },
  headers: async () => [
    ...everywhere.flatMap((addresses) => [
      { ...addresses, headers: securityHeaders },
      { ...addresses, ...transportSecurity },
    ]),
    widgetScript,
  ],
}

export default config
