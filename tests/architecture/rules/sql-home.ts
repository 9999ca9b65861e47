import { type Problem, perFile } from '../rule.ts'
import { isTestFile, type SourceFile } from '../source-file.ts'

const drivers = new Set(['postgres', '@supabase/supabase-js', 'pg'])
const statement =
  /^\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|(create|drop|alter)\s+(table|database|role)\s)/is

/** The embedded servers are created before there is a database that a query could run in. */
const homes = ['prisma-free-db/', 'server/dev/parts/']

/** SQL and PostgREST calls live in prisma-free-db; everyone else calls its queries. */
export const sqlHome = perFile((file) => {
  if (homes.some((home) => file.path.startsWith(home)) || isTestFile(file.path)) return []
  return [...driverImports(file), ...statements(file), ...restCalls(file)]
})

const driverImports = ({ path, imports }: SourceFile): Problem[] =>
  imports
    .filter(({ specifier }) => drivers.has(specifier))
    .map(({ line, specifier }) => ({ path, line, message: `imports ${specifier}: put the query into prisma-free-db` }))

function statements(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  const check = (text: unknown, start: number) => {
    if (typeof text !== 'string' || !statement.test(text)) return
    problems.push({ path: file.path, line: file.lineAt(start), message: 'holds SQL: put it into prisma-free-db' })
  }
  file.visit({
    Literal: ({ value, start }) => check(value, start),
    TemplateLiteral: ({ quasis, start }) => check(quasis.map((part) => part.value.cooked).join('x'), start),
  })
  return problems
}

function restCalls(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  file.visit({
    MemberExpression({ object, property, start }) {
      const isDb =
        object.type === 'Identifier'
          ? object.name === 'db'
          : object.type === 'MemberExpression' && nameOf(object) === 'db'
      if (isDb && property.type === 'Identifier' && ['rest', 'sql', 'call'].includes(property.name)) {
        problems.push({
          path: file.path,
          line: file.lineAt(start),
          message: `uses db.${property.name}: call a query of prisma-free-db`,
        })
      }
    },
  })
  return problems
}

const nameOf = ({ property }: { property: { type: string; name?: unknown } }): unknown =>
  property.type === 'Identifier' ? property.name : undefined
