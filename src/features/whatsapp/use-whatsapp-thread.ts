import { useThrottledValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef } from 'react'
import type { WhatsappDelivery, WhatsappThread } from '#server/contracts/whatsapp.ts'
import { trpc } from '#src/trpc/client.ts'

interface WhatsappOptions {
  readonly conversationId: string
  readonly isOnWhatsapp: boolean
  /** Of the conversation's row, which moves with every change of a delivery; undefined while it is not listed. */
  readonly revision: number | undefined
}

export interface LiveWhatsapp {
  readonly thread: WhatsappThread | undefined
  /** By the id of the event; undefined where the conversation is not on WhatsApp. */
  readonly deliveries: ReadonlyMap<string, WhatsappDelivery> | undefined
}

/** Deliveries come in bursts of three or four, and the reader has one limit for all that they ask. */
const readEveryMs = 1_500
const unlistedReadEveryMs = 10_000

/** What WhatsApp says of a conversation's messages, read again whenever its row has moved. */
export function useWhatsappThread({ conversationId, isOnWhatsapp, revision }: WhatsappOptions): LiveWhatsapp {
  const { data, refetch } = trpc.whatsapp.thread.useQuery(
    { conversationId },
    { enabled: isOnWhatsapp, refetchInterval: revision === undefined ? unlistedReadEveryMs : false },
  )
  const moved = useThrottledValue(revision, readEveryMs)
  const seen = useRef(moved)
  useEffect(() => {
    if (seen.current === moved) return
    seen.current = moved
    if (isOnWhatsapp) void refetch()
  }, [moved, isOnWhatsapp, refetch])
  const thread = data ?? undefined
  const deliveries = useMemo(
    () =>
      isOnWhatsapp ? new Map(thread?.deliveries.map((delivery) => [delivery.messageId, delivery] as const)) : undefined,
    [isOnWhatsapp, thread],
  )
  return { thread, deliveries }
}
