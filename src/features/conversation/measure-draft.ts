import { messageMaxLength } from '#server/contracts/conversations.ts'

/** From here on the writer is told how much room is left. */
const nearLimit = 200

export interface DraftMeasure {
  readonly body: string
  /** Room left; negative past the limit. */
  readonly charactersLeft: number
  readonly isNearLimit: boolean
  readonly canSend: boolean
}

/** As the server counts: an emoji outside the basic plane is one character, not two. */
const countCharacters = (text: string): number => Array.from(text).length

/** What would be sent of a draft, and whether the server would take it: blank edges do not count, as there. */
export function measureDraft(draft: string): DraftMeasure {
  const body = draft.trim()
  const charactersLeft = messageMaxLength - countCharacters(body)
  return {
    body,
    charactersLeft,
    isNearLimit: charactersLeft <= nearLimit,
    canSend: body.length > 0 && charactersLeft >= 0,
  }
}
