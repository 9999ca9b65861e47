import { parseSourceFile, type SourceFile } from './source-file.ts'

export interface Problem {
  readonly path: string
  readonly line: number
  readonly message: string
}

/** A rule looks at the whole tree and names every place that breaks it. */
export type Rule = (files: readonly SourceFile[]) => Problem[]

/** Lifts a check of one file to a rule. */
export const perFile =
  (check: (file: SourceFile) => Problem[]): Rule =>
  (files) =>
    files.flatMap(check)

export const formatProblem = ({ path, line, message }: Problem): string => `${path}:${line} ${message}`

/** Runs a rule on files written in a test: path → text. Returns `path:line` of each problem. */
export function tryRule(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  const parsed = Object.entries(files).map(([path, text]) => parseSourceFile(path, text))
  return rule(parsed).map(({ path, line }) => `${path}:${line}`)
}
