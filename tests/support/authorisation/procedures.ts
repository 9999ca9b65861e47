import { z } from 'zod'
import { appRouter } from '#server/router.ts'
import { sampleOf } from './sample-of.ts'
import { samples } from './samples.ts'

export interface Procedure {
  readonly path: string
  readonly type: 'query' | 'mutation' | 'subscription'
  /** A valid input; `conversationId` where it has one is the conversation asked for. */
  readonly input: (conversationId: string) => unknown
}

const definition = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  inputs: z.array(z.custom<z.ZodType>((value) => value instanceof z.ZodType)),
})

/** Everything that the router answers. */
export const procedures: readonly Procedure[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, inputs } = definition.parse(Reflect.get(procedure, '_def'))
  return { path, type, input: (conversationId) => inputOf({ path, inputs, conversationId }) }
})

interface Wanted {
  readonly path: string
  readonly inputs: readonly z.ZodType[]
  readonly conversationId: string
}

function inputOf({ path, inputs, conversationId }: Wanted): unknown {
  if (inputs.length === 0) return undefined
  const parts = inputs.map((input) => sampleOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })))
  const sample = { ...Object.assign({}, ...parts), ...samples[path]?.() }
  return 'conversationId' in sample ? { ...sample, conversationId } : sample
}
