import { formatEventId, type Position, parseEventId } from '../../contracts/positions.ts'

/** What Redis carries of a topic and keeps in its window: the event's id, a space, the event's JSON. */
export interface HubMessage {
  readonly position: Position
  readonly json: string
}

/**
 * In place of an event, at `seq` 0: what was told of this topic may not be told again (it was erased). Gateways drop what
 * they hold, and whoever is there reads anew.
 */
export const forgetJson = '"forget"'

export const formatHubMessage = ({ position, json }: HubMessage): string => `${formatEventId(position)} ${json}`

/**
 * Undefined for what is no message of ours: Redis only hurries, so nothing in it may reach a client that is not at least
 * one line of JSON. `seq` 0 is an aside: something that is no event of the stream, for whoever is there.
 */
export function parseHubMessage(text: string): HubMessage | undefined {
  const space = text.indexOf(' ')
  const position = space > 0 ? parseEventId(text.slice(0, space)) : undefined
  if (!position) return undefined
  const json = text.slice(space + 1)
  return isOneLine(json) && isJson(json) ? { position, json } : undefined
}

const isOneLine = (text: string): boolean => !text.includes('\n') && !text.includes('\r')

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
