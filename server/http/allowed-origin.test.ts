import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { isAllowedOrigin } from './allowed-origin.ts'

const env = testEnv({ PUBLIC_URL: 'https://firma.example', ALLOWED_ORIGINS: 'https://parceiro.example' })

describe('isAllowedOrigin', () => {
  it('lets the site and listed origins in', () => {
    expect(isAllowedOrigin(env, { origin: 'https://firma.example', host: 'gw.firma.example' })).toBe(true)
    expect(isAllowedOrigin(env, { origin: 'https://parceiro.example', host: 'gw.firma.example' })).toBe(true)
  })

  it('lets a page in that came from the same host at another port', () => {
    expect(isAllowedOrigin(env, { origin: 'http://192.168.0.7:3000', host: '192.168.0.7:3001' })).toBe(true)
  })

  it('keeps strangers, lookalikes and garbage out', () => {
    expect(isAllowedOrigin(env, { origin: 'https://evil.example', host: 'gw.firma.example' })).toBe(false)
    expect(isAllowedOrigin(env, { origin: 'https://firma.example.evil.example', host: 'gw.firma.example' })).toBe(false)
    expect(isAllowedOrigin(env, { origin: 'null', host: 'gw.firma.example' })).toBe(false)
    expect(isAllowedOrigin(env, { origin: '', host: 'gw.firma.example' })).toBe(false)
  })

  it('asks for an exact origin once the gateway has an address of its own', () => {
    const fixed = testEnv({ PUBLIC_URL: 'https://firma.example', PUBLIC_GATEWAY_URL: 'wss://gw.firma.example/trpc' })
    expect(isAllowedOrigin(fixed, { origin: 'http://gw.firma.example', host: 'gw.firma.example' })).toBe(false)
  })

  it('lets programs in that send no Origin', () => {
    expect(isAllowedOrigin(env, { origin: undefined, host: 'gw.firma.example' })).toBe(true)
  })
})
