import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { isAllowedOrigin, isOwnPage } from './allowed-origin.ts'

const env = testEnv({ PUBLIC_URL: 'https://firma.example', ALLOWED_ORIGINS: 'https://parceiro.example' })

describe('isAllowedOrigin', () => {
  it('lets the site and listed origins in', () => {
    expect(isAllowedOrigin(env, { origin: 'https://firma.example', host: 'gw.firma.example' })).toBe(true)
    expect(isAllowedOrigin(env, { origin: 'https://parceiro.example', host: 'gw.firma.example' })).toBe(true)
  })

  it('lets a page in that came from the same host at another port', () => {
    expect(isAllowedOrigin(testEnv(), { origin: 'http://192.168.0.7:3000', host: '192.168.0.7:3001' })).toBe(true)
    expect(isAllowedOrigin(env, { origin: 'https://outra.example:8443', host: 'outra.example:8444' })).toBe(true)
  })

  it('keeps a plain page of the same host out where the site is https', () => {
    expect(isAllowedOrigin(env, { origin: 'http://firma.example', host: 'firma.example:3001' })).toBe(false)
    expect(isOwnPage(env, { origin: 'http://firma.example', host: 'firma.example' })).toBe(false)
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

  it("keeps another site's pictures and scripts out, which send none either", () => {
    const from = (site: string) => isAllowedOrigin(env, { host: 'gw.firma.example', 'sec-fetch-site': site })
    expect([from('cross-site'), from('same-site'), from('same-origin'), from('none')]).toEqual([
      ...[false, false],
      ...[true, true],
    ])
  })
})

describe('isOwnPage', () => {
  it('knows the site, listed origins and the address that was asked', () => {
    expect(isOwnPage(env, { origin: 'https://firma.example', host: 'web:3000' })).toBe(true)
    expect(isOwnPage(env, { origin: 'https://parceiro.example', host: 'firma.example' })).toBe(true)
    expect(isOwnPage(testEnv(), { origin: 'http://192.168.0.7:3000', host: '192.168.0.7:3000' })).toBe(true)
  })

  it('does not know the neighbour at another port, nor a page without an origin', () => {
    expect(isOwnPage(testEnv(), { origin: 'http://192.168.0.7:9000', host: '192.168.0.7:3000' })).toBe(false)
    expect(isOwnPage(env, { origin: 'null', host: 'firma.example' })).toBe(false)
  })
})
