import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { pageHeaders } from './page-policy.ts'

const gatewayUrl = 'wss://gw.firma.example/trpc'
const https = testEnv({ PUBLIC_URL: 'https://firma.example', WIDGET_ORIGINS: 'https://a.example, https://b.example' })

function policyOf(options: Partial<Parameters<typeof pageHeaders>[0]> = {}): Map<string, string> {
  const headers = pageHeaders({ env: https, nonce: 'n0', route: '/', gatewayUrl, ...options })
  const directives = (headers['Content-Security-Policy'] ?? '').split('; ').map((text) => text.split(' '))
  return new Map(directives.map(([name = '', ...sources]) => [name, sources.join(' ')]))
}

describe('the policy of a page', () => {
  it('runs scripts by nonce alone, and no handler that stands in the markup', () => {
    const policy = policyOf()
    expect(policy.get('script-src')).toBe("'self' 'nonce-n0'")
    expect(policy.get('script-src-attr')).toBe("'none'")
    expect(policy.get('style-src-elem')).toBe("'self' 'nonce-n0'")
  })

  it('lets a page talk to the site and its gateway', () => {
    expect(policyOf().get('connect-src')).toBe("'self' wss://gw.firma.example")
  })

  it('takes no further words from a host that a request made up', () => {
    expect(policyOf({ gatewayUrl: 'ws://a;script-src/trpc' }).get('connect-src')).toBe("'self'")
    expect(policyOf({ gatewayUrl: 'ws://evil,example/trpc' }).get('connect-src')).toBe("'self'")
  })

  it('shows the widget in frames of the sites that are named, and nothing else in any', () => {
    expect(policyOf({ route: '/widget' }).get('frame-ancestors')).toBe('https://a.example https://b.example')
    expect(policyOf({ route: '/widget/[id]' }).get('frame-ancestors')).toBe('https://a.example https://b.example')
    for (const route of ['/', '/entrar', '/widgets']) expect(policyOf({ route }).get('frame-ancestors')).toBe("'none'")
    expect(policyOf({ env: testEnv(), route: '/widget' }).get('frame-ancestors')).toBe("'none'")
  })

  it('evaluates text as code in development alone', () => {
    expect(policyOf({ env: testEnv({ NODE_ENV: 'development' }) }).get('script-src')).toContain("'unsafe-eval'")
    expect([...policyOf().values()].join(' ')).not.toContain('unsafe-eval')
  })
})

describe('beside the policy', () => {
  it('https is asked for where people come by https', () => {
    const of = (env: Parameters<typeof pageHeaders>[0]['env']) =>
      pageHeaders({ env, nonce: 'n', route: '/', gatewayUrl })
    expect(of(https)['Strict-Transport-Security']).toBe('max-age=31536000')
    expect(of(testEnv())).not.toHaveProperty('Strict-Transport-Security')
  })

  it('the older frame header is taken away from the widget alone', () => {
    const of = (route: string) => pageHeaders({ env: https, nonce: 'n', route, gatewayUrl })
    expect(of('/widget')).toMatchObject({
      'X-Frame-Options': undefined,
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    expect(of('/')).not.toHaveProperty('X-Frame-Options')
  })
})
