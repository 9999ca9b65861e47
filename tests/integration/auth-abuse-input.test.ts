import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { AuthReply } from '#tests/support/auth-browser.ts'
import { browserOf, givenStaff } from '#tests/support/auth-people.ts'
import { sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const count = z.coerce.number()

async function counts() {
  const [row] = await sqlOf(stack)`
    select (select count(*) from public.verification_tokens) as links, (select count(*) from public.outbox) as jobs,
      (select count(*) from public.profiles) as people`
  return { links: count.parse(row?.links), jobs: count.parse(row?.jobs), people: count.parse(row?.people) }
}

/** What two answers have in common when nothing in them depends on who was asked about: tokens of the moment are hidden. */
function lookOf({ status, headers, body }: AuthReply): unknown {
  const named = headers.map(([name, value]) => [name.toLowerCase(), withoutMoment(value, name)])
  return { status, headers: named.toSorted(), body: withoutMoment(body) }
}

/** Limits say when they are free again, which another second has passed for. */
const withoutMoment = (text: string, name = ''): string =>
  (/ratelimit/i.test(name) ? text.replace(/\d+/g, '…') : text)
    .replace(/[0-9a-f]{64}/g, '…')
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, '…')

describe('whether an address is known', () => {
  it('shows neither in the answer nor in what is stored, for any kind of person', async () => {
    const sql = sqlOf(stack)
    const known = await givenStaff(stack, 'admin')
    const off = await givenStaff(stack, 'lawyer')
    await sql`update public.profiles set is_active = false where id = ${off.id}`
    const looks = new Map<string, unknown>()
    const people = {
      known: known.email,
      unknown: 'nobody-at-all@garcezpalha.example',
      off: off.email,
      odd: 'a+b@c.example',
    }
    for (const [name, email] of Object.entries(people)) {
      const browser = browserOf(stack)
      await browser.csrfToken()
      const before = await counts()
      const answer = await browser.askForLink(email)
      const after = await counts()
      looks.set(name, {
        answer: lookOf(answer),
        cookies: [...browser.cookies.keys()].toSorted(),
        stored: {
          links: after.links - before.links,
          jobs: after.jobs - before.jobs,
          people: after.people - before.people,
        },
      })
    }
    expect(looks.get('unknown')).toEqual(looks.get('known'))
    expect(looks.get('off')).toEqual(looks.get('known'))
    expect(looks.get('odd')).toEqual(looks.get('known'))
    expect(looks.get('known')).toMatchObject({ stored: { links: 1, jobs: 1, people: 0 } })
  })

  it('is not to be heard either: it takes the same questions to Postgres and Redis', async () => {
    const known = await givenStaff(stack)
    const questionsFor = async (email: string) => {
      const { services, questions } = listening()
      const browser = browserOf(stack, { services })
      await browser.csrfToken()
      questions.length = 0
      await browser.askForLink(email)
      return questions
    }
    // The first time scripts are loaded and statements prepared.
    await questionsFor('warm@garcezpalha.example')
    const asked = await questionsFor(known.email)
    expect(asked.length).toBeGreaterThan(1)
    expect(await questionsFor('unknown@garcezpalha.example')).toEqual(asked)
  })

  function listening() {
    const { services } = stack
    const questions: string[] = []
    const db: typeof services.db = {
      ...services.db,
      rest: services.db.rest,
      get sql() {
        questions.push('sql')
        return services.db.sql
      },
      call: (fn, args) => {
        questions.push(`call ${fn}`)
        return services.db.call(fn, args)
      },
    }
    const limiter: typeof services.limiter = {
      ...services.limiter,
      consume: (checks, options) => {
        questions.push(`limit ${checks.map(({ name }) => name).join()}`)
        return services.limiter.consume(checks, options)
      },
    }
    return { questions, services: { ...services, db, limiter } }
  }
})

describe('what is no e-mail address', () => {
  const odd: readonly (readonly [name: string, value: unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['empty text', ''],
    ['a word', 'helena'],
    ['no host', 'helena@'],
    ['no name', '@garcezpalha.example'],
    ['two signs', 'helena@garcezpalha.example@evil.example'],
    ['a list', ['helena@garcezpalha.example', 'evil@evil.example']],
    ['an object', { address: 'helena@garcezpalha.example' }],
    ['a number', 42],
    ['a list in text', 'helena@garcezpalha.example,evil@evil.example'],
    ['a list by semicolon', 'helena@garcezpalha.example;evil@evil.example'],
    ['a name before it', 'Helena <helena@garcezpalha.example>'],
    ['quotes', '"helena@garcezpalha.example, evil"@evil.example'],
    ['a comment', 'helena(evil)@garcezpalha.example'],
    ['a header after it', 'helena@garcezpalha.example\r\nBcc: evil@evil.example'],
    ['a line end inside', 'helena\n@garcezpalha.example'],
    ['encoded line ends', 'helena@garcezpalha.example%0d%0aBcc:evil@evil.example'],
    ['a NUL', 'helena@garcezpalha.example\u0000.evil.example'],
    ['a blank', 'helena @garcezpalha.example'],
    ['half a surrogate pair', 'helena\ud83d@garcezpalha.example'],
    ['a letter whose small form is two', 'İ@garcezpalha.example'],
    ['an address literal', 'helena@[127.0.0.1]'],
    ['no domain of the web', 'helena@localhost'],
    ['a long name', `${'x'.repeat(300)}@garcezpalha.example`],
    ['a long host', `helena@${'x'.repeat(300)}.example`],
    ['very much', `${'x'.repeat(100_000)}@garcezpalha.example`],
  ]

  it.each(odd)('is asked nothing of, and mailed nothing: %s', async (_name, email) => {
    const browser = browserOf(stack)
    const csrfToken = await browser.csrfToken()
    const before = await counts()
    const body = { csrfToken, email, callbackUrl: '/', json: 'true' }
    const answer = await browser.send({ method: 'POST', path: ['signin', 'email'], body })
    expect(answer.status).toBeLessThan(500)
    expect(JSON.stringify(answer)).not.toMatch(/evil|\\u0000/)
    expect(await counts()).toEqual(before)
  })

  it.each([
    ['capitals', 'HELENA.LOOKS@GarcezPalha.Example', 'helena.looks@garcezpalha.example'],
    ['blanks around it', '  blanks@garcezpalha.example \n', 'blanks@garcezpalha.example'],
  ])('is one with %s, and one link goes to the plain form', async (_name, typed, plain) => {
    await browserOf(stack).askForLink(typed)
    const rows = await sqlOf(stack)`select identifier from public.verification_tokens where identifier = ${plain}`
    expect(rows).toHaveLength(1)
  })

  it.each([
    ['the Kelvin sign for a K', 'looKalike@garcezpalha.example'],
    ['a full-width at sign', 'lookalike＠garcezpalha.example'],
    ['full-width letters', 'ｌookalike@garcezpalha.example'],
    ['a letter of another script', 'lооkalike@garcezpalha.example'],
  ])('that only looks like somebody’s goes to nobody else: %s', async (_name, typed) => {
    await browserOf(stack).askForLink(typed)
    const stored = await sqlOf(stack)`
      select identifier from public.verification_tokens where identifier like '%kalike%' and identifier <> lower(${typed})`
    for (const { identifier } of stored) expect(identifier).toBe('lookalike@garcezpalha.example')
  })
})

describe('a request that no page of ours makes', () => {
  it('is answered in order, and nothing is stored', async () => {
    const before = await counts()
    const names = [
      '__proto__',
      'constructor',
      'toString',
      '..',
      '%2e%2e',
      'credentials',
      '',
      'google',
      'email',
      'x'.repeat(5_000),
    ]
    const paths = ['signin', 'callback', 'signout', 'session', '_log', 'providers', 'error', 'verify-request', ...names]
    for (const action of paths) {
      for (const provider of ['', ...names]) {
        const path = provider === '' ? [action] : [action, provider]
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'TRACE']) {
          const answer = await browserOf(stack).send({ method, path, body: method === 'GET' ? undefined : {} })
          expect(answer.status, `${method} ${path.join('/').slice(0, 60)}`).toBeLessThan(500)
        }
      }
    }
    expect(await counts()).toEqual(before)
  })

  it('writes nothing of its own into our log', async () => {
    const lines: unknown[] = []
    const log = new Proxy(stack.services.log, {
      get: (target, name) =>
        typeof name === 'string' && /^(trace|debug|info|warn|error|fatal)$/.test(name)
          ? (...line: unknown[]) => void lines.push(line)
          : Reflect.get(target, name),
    })
    const browser = browserOf(stack, { services: { ...stack.services, log } })
    const body = { code: 'a planted line', level: 'error', message: 'planted', csrfToken: await browser.csrfToken() }
    await browser.send({ method: 'POST', path: ['_log'], body })
    await browser.askForLink('planted@', { callbackUrl: 'planted' })
    await browser.confirm('planted')
    expect(JSON.stringify(lines)).not.toContain('planted')
  })

  it('is read as the body of any shape without falling over', async () => {
    const browser = browserOf(stack)
    for (const body of [
      undefined,
      null,
      '',
      'text',
      7,
      [],
      [1],
      { csrfToken: { a: 1 } },
      JSON.parse('{"__proto__":{"x":1}}'),
    ]) {
      for (const path of ['signin/email', 'callback/email', 'signout', 'session']) {
        const answer = await browser.send({ method: 'POST', path: path.split('/'), body })
        expect(answer.status).toBeLessThan(500)
      }
    }
  })
})
