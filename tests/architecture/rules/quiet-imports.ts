import type { Expression } from 'oxc-parser'
import { type Problem, perFile } from '../rule.ts'
import { isTestFile, type SourceFile } from '../source-file.ts'

const isEntryPoint = (path: string): boolean => /(^|\/)(main|start|status|reset)\.ts$|\/cli\//.test(path)
const isBound = (path: string): boolean => /^(server|prisma-free-db|src)\//.test(path)

/** Names whose call connects, listens, reads, spawns or waits. A heuristic: it knows our naming rule, not the program. */
const startsWork =
  /^(create|start|connect|open|listen|spawn|exec|fetch|read|write|watch|load|set(Interval|Timeout|Immediate))(?![a-z])/
const opensConnection = new Set([
  'Redis',
  'Cluster',
  'Queue',
  'Worker',
  'QueueEvents',
  'WebSocketServer',
  'WebSocket',
  'postgres',
  'serve',
  'pino',
])
/** Builders of React and tRPC: they make a value, nothing runs. */
const harmless = new Set(['createContext', 'createTheme', 'createTRPCNext', 'createTRPCReact'])

/** Importing a module does nothing: no connection, no timer, no read. Work starts in a factory that someone calls. */
export const quietImports = perFile((file) => {
  if (!isBound(file.path) || isTestFile(file.path) || isEntryPoint(file.path)) return []
  return [...topLevelExpressions(file)].flatMap((expression) => checkExpression(file, expression))
})

function* topLevelExpressions({ program }: SourceFile): Generator<Expression> {
  for (const node of program.body) {
    if (node.type === 'ExpressionStatement') yield node.expression
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { init } of declaration.declarations) if (init) yield init
  }
}

function checkExpression(file: SourceFile, expression: Expression): Problem[] {
  if (expression.type === 'AwaitExpression') return [problemAt(file, expression.start, 'waits (await)')]
  if (expression.type !== 'CallExpression' && expression.type !== 'NewExpression') return []
  const name = calleeName(expression.callee)
  const isWork = (startsWork.test(name) || opensConnection.has(name)) && !harmless.has(name)
  return isWork ? [problemAt(file, expression.start, `calls ${name}`)] : []
}

function calleeName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name
  const isPlainMember =
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.object.type === 'Identifier'
  return isPlainMember && callee.property.type === 'Identifier' ? callee.property.name : ''
}

const problemAt = (file: SourceFile, start: number, what: string): Problem => ({
  path: file.path,
  line: file.lineAt(start),
  message: `${what} when it is imported: move it into a factory`,
})
