import { useEffect, useState } from 'react'
import { trpc } from '#src/trpc/client.ts'
import { isTransient, readFailure } from '#src/trpc/failure.ts'
import { createReadMark } from './create-read-mark.ts'

/** Tells the server how far this person has read.. */
export function useReadMark(conversationId: string): (seq: number) => void {
  const { client } = trpc.useUtils()
  const [mark] = useState(() =>
    createReadMark({
      send: async (seq) => void (await client.conversations.markRead.mutate({ conversationId, seq })),
      isWorthRepeating: (error) => {
        const failure = readFailure(error)
        return failure.kind === 'limited' || isTransient(failure)
      },
    }),
  )
  useEffect(() => mark.finish, [mark])
  return mark.reach
}
