import { z } from 'zod'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { appRouter } from '#server/router.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

/** A stack with an admin, and a visitor who has a conversation. */
export interface AuditWorld extends AsyncDisposable {
  readonly stack: TestStack
  readonly sql: NonNullable<TestStack['services']['db']['sql']>
  readonly adminId: string
  /** Calls as an admin, to set a scene up: each with a session and from an address of its own. */
  admin(): Promise<ReturnType<TestStack['caller']>>
  adminCookie(): Promise<string>
  /** A visitor with a conversation of their own. */
  visitor(): Promise<{ readonly cookie: string; readonly conversationId: string }>
  /** A job that failed for good; answers its id. */
  givenDeadLetter(): Promise<string>
}

export async function createAuditWorld(): Promise<AuditWorld> {
  const stack = await createTestStack()
  const { sql } = stack.services.db
  if (!sql) throw new Error('the stack has a direct pool')
  const adminId = (await listStaff(stack.services.db)).find(({ role }) => role === 'admin')?.id ?? ''
  const adminCookie = () => stack.signIn({ userId: adminId, role: 'admin' })
  return {
    ...{ stack, sql, adminId, adminCookie },
    admin: async () => stack.caller({ cookie: await adminCookie() }),
    visitor: async () => {
      const { conversation, cookie: own } = await startAsVisitor(stack, newConversation())
      return { cookie: own, conversationId: conversation.id }
    },
    givenDeadLetter: async () => {
      const id = newId()
      await sql`
        insert into public.dead_letters (id, queue, name, version, payload, reason, error)
        values (
          ${id}, 'emails', 'email-firm-new-conversation', 1, ${sql.json({ conversationId: newId() })}, 'failed', 'no'
        )`
      return id
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

const declaration = z.object({ type: z.string(), meta: z.object({ audit: z.string().optional() }).optional() })

/** Every mutation of the router, and whatever else names an action. */
export const auditedProcedures = Object.entries(appRouter._def.procedures)
  .map(([path, procedure]) => {
    const { type, meta } = declaration.parse(Reflect.get(procedure, '_def'))
    return { path, type, action: meta?.audit }
  })
  .filter(({ type, action }) => type === 'mutation' || action !== undefined)
