import { describe, expect, it } from 'vitest'
import { messageBody, messageMaxLength } from '#server/contracts/conversations.ts'
import { measureDraft } from './measure-draft.ts'

describe('measureDraft', () => {
  it.each([
    '',
    '  \n ',
    'oi',
    ` ${'a'.repeat(messageMaxLength)}\n`,
    'a'.repeat(messageMaxLength + 1),
    '👩‍⚖️'.repeat(900),
  ])('lets through exactly what the server takes (case %#)', (draft) => {
    expect(measureDraft(draft).canSend).toBe(messageBody.safeParse(draft).success)
  })

  it('speaks of the limit only when it is near', () => {
    expect(measureDraft('a'.repeat(messageMaxLength - 201)).isNearLimit).toBe(false)
    expect(measureDraft('a'.repeat(messageMaxLength - 200))).toMatchObject({ isNearLimit: true, charactersLeft: 200 })
  })

  it('counts what is too much as negative room', () => {
    expect(measureDraft('a'.repeat(messageMaxLength + 3)).charactersLeft).toBe(-3)
  })
})
