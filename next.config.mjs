/** Safe for every page today. A script policy (nonces) arrives with the identity issue. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  {
    key: 'Content-Security-Policy',
    value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'",
  },
]

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  i18n: { locales: ['pt-BR', 'en'], defaultLocale: 'pt-BR', localeDetection: false },
  // Loaded by Node itself: they read files beside them, hold sockets, or start threads.
  serverExternalPackages: [
    ...['pino', 'ioredis', 'bullmq', 'postgres', 'ws', '@supabase/supabase-js'],
    ...['@bull-board/api', '@bull-board/hono', '@bull-board/ui'],
  ],
  // Tests and scripts are checked by `npm run check`; a broken test must not keep the site from starting.
  typescript: { tsconfigPath: 'tsconfig.next.json' },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default config
