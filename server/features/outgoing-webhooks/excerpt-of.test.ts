import { expect, test } from 'vitest'
import { excerptOf } from './excerpt-of.ts'

test('an answer is one line of at most 300 characters', () => {
  expect(excerptOf('  erro\r\n\tinterno\u0000 ', null)).toBe('erro interno')
  expect([...excerptOf('😀'.repeat(1_000), null)]).toHaveLength(300)
})

test.each([
  ['chave whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw aceita', 'chave … aceita'],
  ['bad signature v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=', 'bad signature …'],
  ['Authorization: Bearer abcdef123456', 'Authorization: …'],
  ['{"token":"abc","ok":true}', '{"token":…,"ok":true}'],
  ['api_key=12345&x=1', 'api_key=…&x=1'],
  ['eyJhbGciOi.eyJzdWIiOi.c2ln', '…'],
])('what looks like a secret is taken out: %s', (text, excerpt) => {
  expect(excerptOf(text, null)).not.toMatch(/MfKQ|K5oZ|abcdef|"abc"|12345|eyJh/)
  expect(excerptOf(text, null).startsWith(excerpt.slice(0, 5))).toBe(true)
})

test('what was sent of people does not come back into the log', () => {
  const content = {
    visitor: { name: 'Ana Lima', email: 'ana@exemplo.com' },
    message: { body: 'Oi,\n"ajuda" Ana Lima' },
  }
  const echo = JSON.stringify({ received: content })
  const excerpt = excerptOf(echo, content)
  expect(excerpt).not.toMatch(/Ana|exemplo|ajuda/)
  expect(excerpt).toContain('"received"')
})
