import { useEffect, useState } from 'react'

const idleAfterMs = 3 * 60_000
/** A glance at another tab is no absence. */
const hiddenAfterMs = 10_000
const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Whether the page is open and nobody looks at it: in the background, or untouched for minutes. */
export function useIsAway(): boolean {
  const [isAway, setIsAway] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      const isHidden = document.visibilityState === 'hidden'
      clearTimeout(timer)
      timer = setTimeout(() => setIsAway(true), isHidden ? hiddenAfterMs : idleAfterMs)
      if (!isHidden) setIsAway(false)
    }
    wait()
    document.addEventListener('visibilitychange', wait)
    for (const sign of signsOfLife) window.addEventListener(sign, wait, { passive: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wait)
      for (const sign of signsOfLife) window.removeEventListener(sign, wait)
    }
  }, [])
  return isAway
}
