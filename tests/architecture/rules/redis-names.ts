import { caches } from '#server/contracts/caches.ts'
import { queues } from '#server/contracts/jobs.ts'
import { type Problem, perFile } from '../rule.ts'
import { isTestFile, type SourceFile } from '../source-file.ts'

/** The registry, and the contracts whose tags are names inside a key, not keys. */
const homes = ['server/redis/keys.ts', 'server/contracts/']
const families = [...Object.keys(caches), 'session', 'user', 'flow', 'ratelimit', 'chat', 'notifications', 'outbox']
const looksLikeKey = new RegExp(`^(${families.join('|')}):`)
const queueName = new RegExp(`^(${Object.keys(queues).join('|')})$`)

/** Redis keys, channels and queue names are built by the registry alone. */
export const redisNames = perFile((file) => {
  const isBound = /^(server|src|prisma-free-db)\//.test(file.path) && !isTestFile(file.path)
  return isBound && !homes.some((home) => file.path.startsWith(home))
    ? [...keyLiterals(file), ...queueLiterals(file)]
    : []
})

function keyLiterals(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  const check = (text: unknown, start: number) => {
    if (typeof text !== 'string' || !looksLikeKey.test(text)) return
    problems.push({ path: file.path, line: file.lineAt(start), message: `spells the Redis name "${text}…": use keys` })
  }
  file.visit({
    Literal: ({ value, start }) => check(value, start),
    TemplateLiteral: ({ quasis, start }) => check(quasis[0]?.value.cooked, start),
  })
  return problems
}

function queueLiterals(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  file.visit({
    NewExpression({ callee, arguments: [first], start }) {
      const isBullMq =
        callee.type === 'Identifier' && ['Queue', 'Worker', 'QueueEvents', 'FlowProducer'].includes(callee.name)
      if (isBullMq && first?.type === 'Literal' && queueName.test(String(first.value))) {
        problems.push({
          path: file.path,
          line: file.lineAt(start),
          message: `spells the queue "${first.value}": use keys`,
        })
      }
    },
  })
  return problems
}
