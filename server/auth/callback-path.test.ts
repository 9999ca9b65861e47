import { expect, it } from 'vitest'
import { callbackPathOf } from './callback-path.ts'

const site = 'https://www.garcezpalha.example'

it.each([
  ['/painel', '/painel'],
  ['/painel/0199?aba=notas', '/painel/0199?aba=notas'],
  ['/en/conversa/1', '/en/conversa/1'],
  [`${site}/conta`, '/conta'],
  ['/', '/'],
  ['/a/../painel', '/painel'],
])('%j is a page of ours', (candidate, path) => {
  expect(callbackPathOf(candidate, site)).toBe(path)
})

it.each([
  ...['https://evil.example', 'https://evil.example/painel', '//evil.example', '///evil.example', '/\\evil.example'],
  ...['\\\\evil.example', 'https:/evil.example', 'https:evil.example', 'javascript:alert(1)', 'data:text/html,x'],
  ...[
    `${site}.evil.example/`,
    `${site}@evil.example/`,
    'https://www.garcezpalha.example:444/',
    '/\tevil',
    '/a\r\nb: c',
  ],
  ...['/..//evil.example', '/.//evil.example', '/api/auth/signout', '/api/../api/x', '/%61pi/auth/signout', '/_next/x'],
  ...['/entrar', '/entrar/codigo', '/en/entrar', '/%', 'painel', '', `/${'x'.repeat(512)}`, 'x'.repeat(100_000)],
  ...[undefined, null, 7, {}, ['/painel']],
])('%j is none', (candidate) => {
  expect(callbackPathOf(candidate, site)).toBeUndefined()
})
