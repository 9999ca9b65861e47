import { describe, expect, it } from 'vitest'
import { splitLinks } from './split-links.ts'

const hrefs = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []))

describe('splitLinks', () => {
  it('finds addresses and loses no character', () => {
    const text = 'Veja https://exemplo.com.br/a?b=1#c e\nwww.garcez.adv.br, por favor.'
    expect(hrefs(text)).toEqual(['https://exemplo.com.br/a?b=1#c', 'https://www.garcez.adv.br'])
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  it('leaves the punctuation of the sentence outside', () => {
    expect(hrefs('(https://a.com/x). https://a.com/y! https://a.com/z_(1)')).toEqual([
      'https://a.com/x',
      'https://a.com/y',
      'https://a.com/z_(1)',
    ])
  })

  it('never links anything but http and https', () => {
    expect(hrefs('javascript:alert(1) data:text/html,x ftp://a.com vbscript:x')).toEqual([])
  })

  it('keeps markup as text', () => {
    expect(splitLinks('<b>oi</b>')).toEqual([{ kind: 'text', text: '<b>oi</b>' }])
  })

  it('takes plain text as one part and empty text as none', () => {
    expect(splitLinks('bom dia')).toEqual([{ kind: 'text', text: 'bom dia' }])
    expect(splitLinks('')).toEqual([])
  })
})
