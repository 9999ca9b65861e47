import { useEffect } from 'react'
import { useIsVisible } from '#src/features/presence/use-is-visible.ts'

interface SeenOptions {
  /** The last event that is shown. */
  readonly seq: number
  /** Nothing new lies below what the reader looks at. */
  readonly isAtEnd: boolean
  readonly onSeen: (seq: number) => void
}

/** No one reads faster; and the log knows only after it was drawn whether the reader is at its end. */
const glanceMs = 300

/** Reports what was before the reader's eyes for a moment, in the foreground. */
export function useSeen({ seq, isAtEnd, onSeen }: SeenOptions): void {
  const isVisible = useIsVisible()
  useEffect(() => {
    if (!isVisible || !isAtEnd || seq === 0) return
    const timer = setTimeout(() => onSeen(seq), glanceMs)
    return () => clearTimeout(timer)
  }, [seq, isAtEnd, isVisible, onSeen])
}
