import { describe, expect, it } from 'vitest'
import { fromServerFields, hasProblems, validateStart } from './validate-start.ts'

const good = { name: 'Ana Souza', email: '', body: 'Preciso de ajuda', productSlug: '', consent: true }

describe('validateStart', () => {
  it('accepts a name and a message, with or without an address', () => {
    expect(hasProblems(validateStart(good))).toBe(false)
    expect(hasProblems(validateStart({ ...good, email: ' ana@exemplo.com.br ' }))).toBe(false)
  })

  it('names every field that the server would refuse', () => {
    expect(validateStart({ name: ' a ', email: 'ana@', body: ' \n', productSlug: '', consent: false })).toEqual({
      name: 'name',
      email: 'email',
      body: 'body-empty',
      consent: 'consent',
    })
  })

  it('tells a long message from an empty one', () => {
    expect(validateStart({ ...good, body: 'a'.repeat(4_001) }).body).toBe('body-long')
    expect(validateStart({ ...good, body: 'a'.repeat(4_000) }).body).toBeUndefined()
  })
})

describe('fromServerFields', () => {
  it("puts the server's paths under the form's fields", () => {
    const fields = ['visitor.name', 'visitor.email', 'productSlug', 'requestId'].map((path) => ({ path, problem: 'x' }))
    expect(fromServerFields(fields, good)).toEqual({ name: 'name', email: 'email', productSlug: 'product' })
  })
})
