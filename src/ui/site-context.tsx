import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { type PublicConfig, publicConfig } from '#server/contracts/public-config.ts'

const SiteContext = createContext<PublicConfig | undefined>(undefined)

/** The firm's data and addresses; undefined only for a moment on static pages (404, 500). */
export const useSite = (): PublicConfig | undefined => useContext(SiteContext)

interface SiteProviderProps {
  /** From `withSite`; static pages have none and ask `/api/config` instead. */
  readonly site: PublicConfig | undefined
  readonly children: ReactNode
}

export function SiteProvider({ site, children }: SiteProviderProps) {
  const fetched = useFetchedSite(site === undefined)
  return <SiteContext value={site ?? fetched}>{children}</SiteContext>
}

function useFetchedSite(isNeeded: boolean): PublicConfig | undefined {
  const [fetched, setFetched] = useState<PublicConfig>()
  useEffect(() => {
    if (!isNeeded) return
    const leaving = new AbortController()
    // The page reads well without it, so a failure only leaves the footer shorter.
    fetchSite(leaving.signal).then(setFetched, () => undefined)
    return () => leaving.abort()
  }, [isNeeded])
  return fetched
}

async function fetchSite(signal: AbortSignal): Promise<PublicConfig> {
  const response = await fetch('/api/config', { signal })
  return publicConfig.parse(await response.json())
}
