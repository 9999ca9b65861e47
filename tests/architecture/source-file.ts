import { parseSync, type StaticExportEntry, Visitor, type VisitorObject } from 'oxc-parser'
import { resolveImport } from './resolve-import.ts'

export interface ImportRecord {
  readonly specifier: string
  /** Path inside the project, or undefined for a package. */
  readonly target: string | undefined
  /** Erased at run time: `import type`, or every name in it is a type. */
  readonly isType: boolean
  /** `export … from` */
  readonly isReExport: boolean
  readonly line: number
}

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly lineCount: number
  readonly imports: readonly ImportRecord[]
  readonly hasDefaultExport: boolean
  readonly comments: readonly { readonly text: string; readonly line: number }[]
  readonly program: ReturnType<typeof parseSync>['program']
  lineAt(offset: number): number
  visit(visitor: VisitorObject): void
}

/** Throws where the file does not parse: a rule that cannot read a file must not pass it. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text)
  const failure = parsed.errors.find((error) => error.severity === 'Error')
  if (failure) throw new Error(`${path} does not parse: ${failure.message}`)
  const lineAt = createLineIndex(text)
  const { program, module } = parsed
  return {
    path,
    text,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: readImports(path, parsed, lineAt),
    hasDefaultExport: module.staticExports.flatMap(({ entries }) => entries).some(isDefaultExport),
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineAt(start) })),
    program,
    lineAt,
    visit: (visitor) => new Visitor(visitor).visit(program),
  }
}

/** Test files may reach wherever they like; the rules on layers bind the product. */
export const isTestFile = (path: string): boolean => path.startsWith('tests/') || /\.test\.tsx?$/.test(path)

/** `export default x`, and `export { x as default }`, which the parser calls a name. */
const isDefaultExport = ({ exportName }: StaticExportEntry): boolean =>
  exportName.kind === 'Default' || exportName.name === 'default'

function createLineIndex(text: string): (offset: number) => number {
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return (offset) => starts.filter((start) => start < offset).length + 1
}

function readImports(
  path: string,
  parsed: ReturnType<typeof parseSync>,
  lineAt: (offset: number) => number,
): ImportRecord[] {
  const records: ImportRecord[] = []
  const add = (specifier: string, start: number, { isType = false, isReExport = false }) =>
    records.push({ specifier, target: resolveImport(path, specifier), isType, isReExport, line: lineAt(start) })

  for (const { moduleRequest, entries, start } of parsed.module.staticImports) {
    add(moduleRequest.value, start, { isType: entries.length > 0 && entries.every((entry) => entry.isType) })
  }
  for (const { moduleRequest, isType, start } of parsed.module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) add(moduleRequest.value, start, { isType, isReExport: true })
  }
  new Visitor({
    ImportExpression({ source, start }) {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, start, {})
    },
    TSImportType({ source, start }) {
      add(source.value, start, { isType: true })
    },
  }).visit(parsed.program)
  return records
}
