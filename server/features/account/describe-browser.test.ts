import { expect, test } from 'vitest'
import { describeBrowser } from './describe-browser.ts'

const names = {
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1':
    { browser: 'Safari', system: 'iOS', device: 'phone' },
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0': {
    browser: 'Firefox',
    system: 'Windows',
    device: 'computer',
  },
  'Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36': {
    browser: 'Chrome',
    system: 'Android',
    device: 'tablet',
  },
}

test.each(Object.entries(names))('%s is named as people know it', (userAgent, described) => {
  expect(describeBrowser(userAgent)).toEqual(described)
})

test.each(['', 'curl/8.5.0', '🦊'.repeat(64), '<script>alert(1)</script>'])('%s names nothing known', (userAgent) => {
  expect(describeBrowser(userAgent)).toMatchObject({ system: null, device: 'computer' })
})
