import type { Group } from '#server/contracts/access.ts'

/** Why a page is not shown to whoever is signed in, in a form that travels as page props. */
export interface PageRefusal {
  /** For whom the page is. */
  readonly group: Group
  /** Where this person may go instead. */
  readonly home: '/painel' | '/entrar'
}
