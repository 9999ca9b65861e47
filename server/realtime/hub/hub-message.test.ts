import { describe, expect, it } from 'vitest'
import { formatHubMessage, parseHubMessage } from './hub-message.ts'

describe('a message of a topic', () => {
  it('says which event it is and what it says', () => {
    const message = { position: { epoch: '0a9z', seq: 41 }, json: '{"body":"Olá, \\n tudo bem?"}' }
    expect(formatHubMessage(message)).toBe('e1.0a9z.41 {"body":"Olá, \\n tudo bem?"}')
    expect(parseHubMessage(formatHubMessage(message))).toEqual(message)
  })

  it.each([
    ['nothing', ''],
    ['an id alone', 'e1.a.1'],
    ['no JSON', 'e1.a.1 {"body":'],
    ['no id', '{"body":"x"}'],
    ['a number that none is', 'e1.a.1x {}'],
    ['more than one line, which would end an SSE event early', 'e1.a.1 {\n}'],
    ['a carriage return, which does so too', 'e1.a.1 {\r}'],
  ])('is not %s', (_what, text) => {
    expect(parseHubMessage(text)).toBeUndefined()
  })
})
