import { useEffect, useState } from 'react'

/** True once the condition has held without a break for that long. */
export function useLasts(condition: boolean, durationMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false)
  useEffect(() => {
    if (!condition) return
    const timer = setTimeout(() => setHasLasted(true), durationMs)
    return () => {
      clearTimeout(timer)
      setHasLasted(false)
    }
  }, [condition, durationMs])
  return hasLasted
}
