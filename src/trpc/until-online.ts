/** Some devices say "offline" although they are not: it is not believed for longer than this. */
const longestWaitMs = 10_000

/**
 * Resolves at once with a network, else when the browser says that it is back: nobody waits out a long back-off
 * in front of a line that works again.
 */
export function untilOnline(
  target: EventTarget = window,
  device: Pick<Navigator, 'onLine'> = navigator,
): Promise<void> {
  if (device.onLine) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      target.removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, longestWaitMs)
    target.addEventListener('online', go)
  })
}
