import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

interface StickToBottom {
  readonly log: RefObject<HTMLDivElement | null>
  readonly firstKey: string | undefined
  readonly lastKey: string | undefined
  /** The newest row is the reader's own: they want to see it, wherever they are. */
  readonly isLastOwn: boolean
}

interface StickyScroll {
  /** Something came below what the reader looks at. */
  readonly hasNewBelow: boolean
  readonly scrollToBottom: () => void
}

/** Closer to the end than this counts as reading the end. */
const tolerancePx = 64

/**
 * Follows new rows while the reader is at the end, keeps their place while they read above,
 * and keeps the same row in view when earlier ones are put in front of it.
 */
export function useStickToBottom({ log, firstKey, lastKey, isLastOwn }: StickToBottom): StickyScroll {
  const isAtBottom = useRef(true)
  const before = useRef({ firstKey, lastKey, heightPx: 0 })
  const [hasNewBelow, setHasNewBelow] = useState(false)

  const scrollToBottom = useCallback(() => {
    const element = log.current
    if (!element) return
    element.scrollTop = element.scrollHeight
    isAtBottom.current = true
    setHasNewBelow(false)
  }, [log])

  useLayoutEffect(() => {
    const element = log.current
    if (!element) return
    const { firstKey: oldFirst, lastKey: oldLast, heightPx } = before.current
    const isPrepended = firstKey !== oldFirst && lastKey === oldLast
    const isAppended = lastKey !== oldLast
    if (isPrepended) element.scrollTop += element.scrollHeight - heightPx
    else if (isAtBottom.current || (isAppended && isLastOwn)) scrollToBottom()
    else if (isAppended) setHasNewBelow(true)
    before.current = { firstKey, lastKey, heightPx: element.scrollHeight }
  }, [log, firstKey, lastKey, isLastOwn, scrollToBottom])

  useEffect(() => {
    const element = log.current
    if (!element) return
    const onScroll = () => {
      isAtBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < tolerancePx
      if (isAtBottom.current) setHasNewBelow(false)
    }
    // A keyboard that opens, a composer that grows or a row that gains a line must not hide the end.
    const observer = new ResizeObserver(() => isAtBottom.current && scrollToBottom())
    element.addEventListener('scroll', onScroll, { passive: true })
    for (const box of [element, ...element.children]) observer.observe(box)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [log, scrollToBottom])

  return { hasNewBelow, scrollToBottom }
}
