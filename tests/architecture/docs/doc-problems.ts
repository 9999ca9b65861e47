import { posix } from 'node:path'
import type { Problem } from '../rule.ts'
import type { Document, Mention } from './markdown.ts'

/** What the documents are held against. */
export interface ProjectFacts {
  readonly hasPath: (path: string) => boolean
  readonly scripts: ReadonlySet<string>
  readonly variables: ReadonlySet<string>
}

const folders = ['src', 'server', 'prisma-free-db', 'tests', 'scripts', 'docs', '.ci', 'public']
const projectPath = new RegExp(`(?<![\\w/.@-])(?:${folders.join('|').replaceAll('.', '\\.')})/[\\w./*<>[\\]-]*`, 'g')
const npmScript = /\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g
const variable = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g

/** Every link, path, npm script and variable that the documents name and the project does not have. */
export function findDocProblems(documents: readonly Document[], facts: ProjectFacts): Problem[] {
  return documents.flatMap((document) => [
    ...document.links.flatMap((link) => checkLink(document, link, { documents, facts })),
    ...document.code.flatMap((mention) => checkCode(document, mention, facts)),
  ])
}

interface LinkContext {
  readonly documents: readonly Document[]
  readonly facts: ProjectFacts
}

function checkLink(document: Document, link: Mention, { documents, facts }: LinkContext): Problem[] {
  if (/^[a-z]+:/.test(link.text)) return []
  const [file = '', anchor] = link.text.split('#')
  const path = file === '' ? document.path : posix.join(posix.dirname(document.path), file)
  if (!facts.hasPath(path)) return [missing(document, link.line, `links to ${link.text}`)]
  const target = documents.find((candidate) => candidate.path === path)
  const isAnchorMissing = anchor !== undefined && target !== undefined && !target.anchors.includes(anchor)
  return isAnchorMissing ? [missing(document, link.line, `links to the heading ${link.text}`)] : []
}

function checkCode(document: Document, { text, line }: Mention, facts: ProjectFacts): Problem[] {
  const paths = [...text.matchAll(projectPath)].map(([path]) => path).filter((path) => !facts.hasPath(fixedPart(path)))
  const scripts = [...text.matchAll(npmScript)].flatMap(([, named, short]) => named ?? short ?? [])
  const variables = [...text.matchAll(variable)].map(([name]) => name)
  return [
    ...paths.map((path) => missing(document, line, `names the path ${path}`)),
    ...scripts.filter((it) => !facts.scripts.has(it)).map((it) => missing(document, line, `names the script ${it}`)),
    ...variables
      .filter((it) => !facts.variables.has(it))
      .map((it) => missing(document, line, `names the variable ${it}`)),
  ]
}

/** `server/features/<noun>/x.ts` and `docs/decisions/*.md` are held to their folder. */
function fixedPart(path: string): string {
  const open = path.search(/[*<]|NNN/)
  return open === -1 ? path.replace(/[./]+$/, '') : path.slice(0, path.lastIndexOf('/', open))
}

const missing = ({ path }: Document, line: number, what: string): Problem => ({
  path,
  line,
  message: `${what}, which does not exist`,
})
