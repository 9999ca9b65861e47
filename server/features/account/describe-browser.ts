import Bowser from 'bowser'
import type { OwnSession } from '../../contracts/account.ts'

/** What a browser's name for itself says to the person who used it. Anybody can write anything there: it decides nothing. */
export function describeBrowser(userAgent: string): Pick<OwnSession, 'browser' | 'system' | 'device'> {
  if (userAgent === '') return { browser: null, system: null, device: 'computer' }
  const { browser, os, platform } = Bowser.parse(userAgent)
  return { browser: browser.name || null, system: os.name || null, device: deviceOf(platform.type) }
}

function deviceOf(type: string | undefined): OwnSession['device'] {
  if (type === 'mobile') return 'phone'
  return type === 'tablet' ? 'tablet' : 'computer'
}
