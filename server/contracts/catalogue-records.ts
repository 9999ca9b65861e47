import { z } from 'zod'
import { agent, product } from './catalogue.ts'
import { uuid } from './ids.ts'

/**
 * What the cache keeps of a page: all it shows, and the rows it rests on without showing them. An agent who is archived
 * is on no page of theirs, but coming back must reach it.
 */
export const productRecord = product.extend({ linkedAgentIds: z.array(uuid) })
export type ProductRecord = z.infer<typeof productRecord>

export const agentRecord = agent.extend({ linkedProductIds: z.array(uuid) })
export type AgentRecord = z.infer<typeof agentRecord>
