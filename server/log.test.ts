import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createLog } from './log.ts'

const secret = 'caminho/fechado "1"'

function captureLines() {
  const lines: string[] = []
  const log = createLog({
    ...{ name: 'test', level: 'info', secrets: [secret] },
    stream: { write: (line: string) => void lines.push(line) },
  })
  return { log, read: () => lines.join('') }
}

test('addresses, texts and keys never reach a line, however they are nested', () => {
  const { log, read } = captureLines()
  const deep = { a: { b: { c: [{ d: { visitor: { Phone: '21 9999' } } }] } } }
  log.info(
    { email: 'ana@exemplo', job: { body: 'segredo', id: 'j1' }, deep, job2: { payload: { x: 'carga' } } },
    'sent',
  )
  expect(read()).not.toMatch(/ana@|segredo|9999|carga/)
  expect(read()).toContain('"id":"j1"')
})

test('an error keeps its message, code and cause but not the properties that drivers attach', () => {
  const { log, read } = captureLines()
  const error = Object.assign(new Error('insert failed', { cause: new Error('socket closed') }), {
    code: '23505',
    parameters: ['Rua das Flores'],
  })
  log.error({ err: error, other: { reason: error }, list: [error] }, 'failed')
  log.error(error)
  expect(read()).toMatch(/insert failed.*23505.*socket closed/)
  expect(read()).not.toContain('Rua das Flores')
})

test('a request, bytes and what else is no plain object are named, not told', () => {
  const { log, read } = captureLines()
  const request = new IncomingMessage(new Socket())
  request.headers.cookie = 'a=cookie-of-a-person'
  log.info({ request, bytes: Buffer.from('segredo'), parts: { request }, at: new Date(0) }, 'asked')
  expect(read()).toContain('"request":"[IncomingMessage]","bytes":"[Buffer]"')
  expect(read()).toContain('1970-01-01T00:00:00.000Z')
  expect(read()).not.toMatch(/cookie-of-a-person|segredo|115,101/)
})

test('what refers to itself ends', () => {
  const { log, read } = captureLines()
  const ring: Record<string, unknown> = {}
  ring.again = ring
  log.info({ ring }, 'round')
  expect(read()).toContain('[too deep]')
})

const token = 'dXNlcjAxMjM0NTY3ODlhYmNk-Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OWFiY2RlZg'
const hex = 'a1b2c3d4'.repeat(8)
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZSJ9.c2lnbmF0dXJl'

/** A piece of text that must go, in words that somebody could write. */
const planted: readonly (readonly [what: string, needle: string, words: string])[] = [
  ['a secret of the environment', secret, `refused: ${secret} is wrong`],
  ['one inside an address', 'caminho%2Ffechado', `GET http://x/${encodeURIComponent(secret)}`],
  ['the credentials of an address', 'hunter2', 'cannot reach redis://default:hunter2@127.0.0.1:6379'],
  ['a session cookie', token, `cookie was __Secure-plantao_session=${token}; a=b`],
  ['a short session cookie', 'abc123', 'cookie was plantao_session=abc123'],
  ['a bearer token', 'shorttoken', 'Authorization: Bearer shorttoken'],
  ['a link with a token', 'ticket-1', 'opened /entrar/confirmar#token=ticket-1&x=1'],
  ['a callback of a provider', '4/0AbC', 'GET /api/auth/callback/google?code=4/0AbC&scope=x'],
  ['a signed token', jwt, `PostgREST said: ${jwt} expired`],
  ['a bare token', token, `unknown session ${token}`],
  ['a mail address', 'ana.maria+x@sub.exemplo.com.br', 'no such mailbox: <ana.maria+x@sub.exemplo.com.br>'],
  ['a phone', '+5521999990000', 'not on WhatsApp: +5521999990000'],
  ['the number of a WhatsApp account', '5521999990000', 'not on WhatsApp: 5521999990000'],
  ['a CPF', '123.456.789-09', 'payer 123.456.789-09 was refused'],
  ['a CPF without its dots', '12345678909', 'payer 12345678909 was refused'],
  ['a CPF with a dash alone', '123456789-09', 'payer:123456789-09'],
  ['a CPF in a body', '12345678909', 'asked with {"cpf":12345678909,"a":1}'],
  ['a phone as it is written', '99999-8888', 'call (31) 99999-8888 after six'],
  ['a fixed one', '3333-4444', 'call (31)3333-4444'],
  ['one without brackets', '99999-8888', 'tel:31 99999-8888'],
  ['one without its city', '99999-8888', 'call 99999-8888'],
  ['one in full', '99999-8888', 'call +55 31 99999-8888'],
  ['one of another country', '555 010', 'call +1 415 555 0100.'],
  ['one of digits alone', '31999998888', 'not on WhatsApp: 31999998888'],
  ['one in a row of the database', '31999998888', 'Failing row contains (a, 31999998888, b)'],
  ['a token in hexadecimal', hex, `unknown: ${hex}`],
  ['one in an address', hex, `GET http://x/entrar/${hex}?a=1`],
  ['a bare token in an address', token, `GET http://x/entrar/${token}`],
  ['one that ends a sentence', token, `No such link: /entrar/${token}.`],
  ['an address with letters of the language', 'joã', 'to joão.conceição@exemplo.com.br'],
  ['one whose letters are in parts', 'joa\u0303', 'to joa\u0303o@exemplo.com.br'],
  ['one whose host has such letters', 'eu@advocacia-são.com.br', 'to <eu@advocacia-são.com.br>'],
]

describe('by its look, wherever it stands:', () => {
  test.each(planted)('%s is masked', (_, needle, words) => {
    const paths: readonly ((log: ReturnType<typeof captureLines>['log']) => void)[] = [
      (log) => log.info(words),
      (log) => log.warn({ note: words }, 'noted'),
      (log) => log.error({ err: new Error(words) }, 'failed'),
      (log) => log.error({ error: new Error('outer', { cause: new Error(words) }) }, 'failed'),
      (log) => log.error(new TypeError(words)),
      (log) => log.error({ err: words }, 'failed'),
      (log) => log.error({ err: { message: words } }, 'failed'),
      (log) => log.fatal({ list: [[words]], map: { [words]: 1 } }, 'failed'),
      (log) => log.info('with %s', words),
      (log) => log.child({ part: words }).info('from a child'),
    ]
    for (const [index, write] of paths.entries()) {
      const { log, read } = captureLines()
      write(log)
      expect(read(), `path ${index}`).not.toContain(needle)
      expect(read(), `path ${index}`).not.toContain(JSON.stringify(needle).slice(1, -1))
      expect(read(), `path ${index}`).toContain('[masked]')
      expect(() => JSON.parse(read()), `path ${index}`).not.toThrow()
    }
  })

  test('what an operator needs stays', () => {
    const { log, read } = captureLines()
    const id = '01939c2e-5521-7000-8000-552199999000'
    log.info({ jobId: id, at: 1_764_000_000_000, job: 'email-visitor-new-conversation', port: 3001 }, 'done')
    log.error({ err: new Error('in node_modules/@trpc/server/dist/http.mjs:5521999990000') }, 'failed')
    log.info(
      {
        ...{ seq: 123_456_789, bytes: 31_999_998_888, list: [31_999_998_888, 12_345_678_909], tookMs: 12.345678909 },
        ...{ since: '2026-11-23T10:00:00.000001+00:00', offset: '1764000000000-0', digest: 'a1b2c3d4'.repeat(4) },
        ...{ address: undefined, version: 'next@16.4.5', chunk: '/_next/static/chunks/0a1b2c3d4e5f6789-01a2.js' },
        ...{ sql: '2026-11-23 10:00:00.000001+00', uuids: `${id},${id}`, at: 'server/http/listen.ts:31:1234' },
      },
      `${id} took 1764000000000 of 1764000000123 at 2026-11-23 10:00:00+00 2026-11-24, 0.12345678901 s, pid 12345678`,
    )
    log.error({ err: new Error(`at x (/srv/app/aVeryLongNameOfAFile1ThatGoesOnAndOnAndOnWithoutAnEnd.ts:1:2)`) }, 'x')
    expect(read()).not.toContain('[masked]')
  })
})
