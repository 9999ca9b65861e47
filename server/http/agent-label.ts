import Bowser from 'bowser'

const browsers: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP))
const systems: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP))

/**
 * "Firefox 133 · Linux" of a User-Agent header. Only names that the library knows get through: of a browser unknown to it,
 * it repeats what the header says, which is whatever the caller wrote. null where neither is known.
 */
export function agentLabel(userAgent: string): string | null {
  if (userAgent === '') return null
  const { browser, os } = Bowser.parse(userAgent)
  const parts = [browserLabel(browser.name, browser.version), os.name].filter(
    (part) => part !== undefined && part !== '',
  )
  const known = parts.filter((part, index) => index === 0 || systems.has(part ?? ''))
  return known.length > 0 ? known.join(' · ') : null
}

function browserLabel(name: string | undefined, version: string | undefined): string | undefined {
  if (name === undefined || !browsers.has(name)) return undefined
  const [, major] = /^(\d{1,4})(?:\.|$)/.exec(version ?? '') ?? []
  return major === undefined ? name : `${name} ${major}`
}
