import { useEffect, useState } from 'react'
import { z } from 'zod'

/** What the frame says to the page that shows it. Nothing of the conversation, nor of the person. */
export type FrameWord =
  | { readonly kind: 'ready' | 'close' | 'begun' }
  | { readonly kind: 'unread'; readonly count: number }

const hostWord = z.object({ from: z.literal('plantao'), kind: z.enum(['shown', 'hidden']) })

/** To whatever page it is: which ones may show the frame is said by its own policy. */
export function tellHost(word: FrameWord): void {
  if (window.parent !== window) window.parent.postMessage({ from: 'plantao', ...word }, '*')
}

/** Whether the page that holds the frame shows it. A page that opens the widget by itself does. */
export function useIsShown(): boolean {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    if (window.parent === window) return setIsShown(true)
    const listen = ({ data, source }: MessageEvent<unknown>) => {
      const word = source === window.parent ? hostWord.safeParse(data).data : undefined
      if (word) setIsShown(word.kind === 'shown')
    }
    window.addEventListener('message', listen)
    tellHost({ kind: 'ready' })
    return () => window.removeEventListener('message', listen)
  }, [])
  return isShown
}

/** Escape closes from inside as it does from outside. */
export function useCloseOnEscape(): void {
  useEffect(() => {
    const close = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !defaultPrevented) tellHost({ kind: 'close' })
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [])
}
