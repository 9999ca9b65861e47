import { TRPCError } from '@trpc/server'
import { asAppError } from './middleware/translated.ts'

/** What a subscription throws while it is under way, in tRPC's codes: no middleware sees it then. */
export async function* translateStream<T>(values: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* values
  } catch (thrown) {
    const error = asAppError(thrown)
    if (!error) throw thrown
    throw new TRPCError({ code: error.code, message: error.publicMessage, cause: error })
  }
}
