import type { PracticeArea } from '#server/contracts/catalogue.ts'
import type { Role } from '#server/contracts/roles.ts'

/** The texts of a service in one language. */
export interface ServiceTexts {
  readonly name: string
  readonly summary: string
  readonly paragraphs: readonly string[]
  readonly includes: readonly string[]
  readonly documents: readonly string[]
  readonly questions: readonly { readonly question: string; readonly answer: string }[]
  readonly durationText: string
}

export interface SeedService {
  readonly slug: string
  /** Null throughout: the bar's rules on advertising (OAB, Provimento 205/2021, art. 3) forbid publishing fees. A firm elsewhere may set them. */
  readonly priceFromCents: number | null
  readonly pt: ServiceTexts
  readonly en: ServiceTexts
}

export interface SeedPerson {
  readonly number: number
  readonly role: Role
  readonly name: string
  readonly email: string
}

export interface AgentTexts {
  readonly title: string
  readonly greeting: string
  readonly bio: string
}

export interface SeedAgent {
  readonly slug: string
  /** Number of the person's account in staff.ts. */
  readonly person: number
  readonly area: PracticeArea
  readonly registration: string
  readonly services: readonly string[]
  readonly pt: AgentTexts
  readonly en: AgentTexts
}

export interface SeedConversation {
  readonly visitor: SeedPerson
  readonly service: string
  readonly status: 'open' | 'closed'
  readonly leadStatus: 'new' | 'qualified' | 'won' | 'lost'
  readonly startedHoursAgo: number
  readonly messages: readonly SeedMessage[]
}

export interface SeedMessage {
  /** Number of a staff account; the visitor writes where it is missing. */
  readonly staff?: number
  readonly afterMinutes: number
  readonly body: string
}
