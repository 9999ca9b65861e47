import { actors } from './actors.ts'
import { authorisation, type Cell, type Row } from './authorisation-table.ts'

const marks: Readonly<Record<Cell, string>> = { yes: '✓', 401: '401', 403: '403', 404: '404', 405: '405', entrar: '→' }

const sections: readonly (readonly [title: string, isMine: (target: string) => boolean])[] = [
  ['Procedures', (target) => /^(query|mutation|subscription) /.test(target)],
  ['Routes of the site', (target) => /^(GET|POST) /.test(target)],
  ['Doors of the gateway', (target) => target.startsWith('gateway ')],
  ['Pages', (target) => target.startsWith('page ')],
]

/** docs/authorisation-matrix.md. */
export const renderTable = (): string => `# The authorisation matrix

Written from \`tests/support/authorisation/authorisation-table.ts\`, which two tests compare with what happens: [who may do
what](authorisation.md). ✓ let in, 401 no session, 403 refused, 404 hidden, 405 nothing is done there, → sent to the sign-in.
${sections.map(renderSection).join('')}`

function renderSection([title, isMine]: (typeof sections)[number]): string {
  const rows = Object.entries(authorisation).filter(([target]) => isMine(target))
  const head = ['', ...actors.map(({ name }) => name)]
  const lines = [head, head.map(() => '---'), ...rows.map(([target, row]) => [`\`${bare(target)}\``, ...cellsOf(row)])]
  return `\n## ${title}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`
}

const bare = (target: string): string => target.replace(/^(page|gateway) /, '')

const cellsOf = (row: Row): string[] => actors.map(({ name }) => marks[row[name]])
