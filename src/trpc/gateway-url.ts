import { publicConfig } from '#server/contracts/public-config.ts'
import { fetchInTime } from './fetch-in-time.ts'
import { untilOnline } from './until-online.ts'

/**
 * Where the gateway is, asked again at every connection (the operator may have moved it); the last known
 * address serves while the web server is away, so that a deploy of one does not cut off the other.
 */
export function createGatewayUrl(credentials: RequestCredentials): () => Promise<string> {
  let lastKnown: string | undefined
  return async () => {
    await untilOnline()
    try {
      lastKnown = await fetchGatewayUrl(credentials)
    } catch (error) {
      if (lastKnown === undefined) throw error
    }
    return lastKnown
  }
}

async function fetchGatewayUrl(credentials: RequestCredentials): Promise<string> {
  const response = await fetchInTime('/api/config', { credentials })
  if (!response.ok) throw new Error(`The configuration answered ${response.status}`)
  return publicConfig.parse(await response.json()).gatewayUrl
}
