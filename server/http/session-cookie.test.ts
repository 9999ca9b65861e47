import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { readCredentials, sessionCookie } from './session-cookie.ts'

const plain = testEnv({ PUBLIC_URL: 'http://localhost:3000' })
const secure = testEnv({ PUBLIC_URL: 'https://www.garcezpalha.example' })

describe('the session of a request', () => {
  it('is that of the cookie', () => {
    const cookie = 'a=b; plantao_session=the-token; c=d'
    expect(readCredentials(plain, { cookie })).toEqual({ token: 'the-token', by: 'cookie' })
  })

  it('is that of the cookie which only https can set, where there are two', () => {
    const cookie = 'plantao_session=planted; __Secure-plantao_session=real'
    expect(readCredentials(plain, { cookie })?.token).toBe('real')
    expect(readCredentials(secure, { cookie })?.token).toBe('real')
  })

  it('is, over https, never that of the plain name', () => {
    expect(readCredentials(secure, { cookie: 'plantao_session=planted' })).toBeUndefined()
  })

  it.each(['Bearer widget', 'bearer  widget', ' Bearer widget '])(
    'is that of %j, and the cookie counts not',
    (text) => {
      const headers = { cookie: 'plantao_session=mine', authorization: text }
      expect(readCredentials(plain, headers)).toEqual({ token: 'widget', by: 'bearer' })
    },
  )

  it.each(['Bearer', 'Bearer '])('is none with %j, whatever the cookie is', (authorization) => {
    expect(readCredentials(plain, { cookie: 'plantao_session=mine', authorization })).toBeUndefined()
  })

  it('is that of the cookie where another scheme is named (a proxy’s own password)', () => {
    const headers = { cookie: 'plantao_session=mine', authorization: 'Basic c3RhZ2luZw==' }
    expect(readCredentials(plain, headers)?.token).toBe('mine')
  })

  it.each([undefined, '', 'plantao_session=', 'xplantao_session=a', 'plantao_session'])('is none with %j', (cookie) => {
    expect(readCredentials(plain, { cookie })).toBeUndefined()
  })
})

describe('the session cookie', () => {
  it('is for servers alone, and over https for https alone', () => {
    expect(sessionCookie(plain, 't', 60)).toBe('plantao_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=60')
    expect(sessionCookie(secure, 't', 60)).toBe(
      '__Secure-plantao_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    )
  })
})
