import { describe, expect, it } from 'vitest'
import { agentLabel } from './agent-label.ts'

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

describe('the label of a browser', () => {
  it.each([
    [chrome, 'Chrome 131 · Windows'],
    [safari, 'Safari 18 · iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox 133 · Linux'],
    [chrome.replace(') AppleWebKit', '; joana@correio.example) AppleWebKit'), 'Chrome 131 · Windows'],
  ])('of %s is %s', (header, label) => {
    expect(agentLabel(header)).toBe(label)
  })

  it.each(['', 'Joana-Prado/1.0 joana@correio.example', 'curl/8.5.0', '5521987654321/5 x', 'Chrome/', '/'.repeat(256)])(
    'repeats nothing of %j',
    (header) => {
      expect(agentLabel(header) ?? '').toMatch(/^(Chrome( · [A-Za-z]+)?)?$/)
    },
  )

  it.each([chrome, safari, `${'a'.repeat(200)}) Chrome/99999.1`])('fits its column: %s', (header) => {
    expect(agentLabel(header) ?? 'x').toMatch(/^[A-Za-z0-9 .·-]{1,60}$/)
  })
})
