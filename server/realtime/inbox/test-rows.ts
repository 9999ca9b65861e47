import type { SharedInboxRow } from '#server/contracts/signals.ts'

/** For tests: an id that can be read, of up to six ASCII characters. */
export const uuidOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0')}`

export const nameOf = (uuid: string): string => Buffer.from(uuid.slice(-12).replace(/^(00)+/, ''), 'hex').toString()

export const assigneeOf = (name: string) => ({ id: uuidOf(name), name: `Dra. ${name}` })

interface RowOptions {
  readonly revision?: number
  /** When it last moved, from a fixed moment on. */
  readonly minute?: number
  readonly lastEventAt?: string
  readonly status?: 'open' | 'closed'
  readonly assignee?: SharedInboxRow['assignee']
  readonly preview?: string
  readonly headSeq?: number
  /** Who else takes part, beside the assignee. */
  readonly staffIds?: readonly string[]
}

const beginning = Date.parse('2026-11-23T04:00:00Z')

/** For tests: a conversation as the inbox shows it. */
export function rowOf(name: string, options: RowOptions = {}): SharedInboxRow {
  const id = uuidOf(name)
  const {
    revision = 1,
    minute = 0,
    status = 'open',
    assignee = null,
    preview = 'Bom dia',
    headSeq = 1,
    staffIds = [],
  } = options
  const lastEventAt = options.lastEventAt ?? new Date(beginning + minute * 60_000).toISOString()
  const visitor = { id: uuidOf('joana'), name: 'Joana' }
  return {
    id,
    revision,
    status,
    channel: 'site',
    headSeq,
    preview,
    assignee,
    visitor,
    product: null,
    createdAt: lastEventAt,
    lastEventAt,
    staffIds: [...(assignee ? [assignee.id] : []), ...staffIds],
  }
}
