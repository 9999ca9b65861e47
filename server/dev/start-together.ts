/** Waits for every start; when one failed, ends those that succeeded and throws the first failure. */
export async function startTogether<T extends readonly AsyncDisposable[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const settled = await Promise.allSettled<AsyncDisposable>(starting)
  const failed = settled.find((result) => result.status === 'rejected')
  if (!failed) return Promise.all(starting)
  await Promise.all(
    settled.map((result) => (result.status === 'fulfilled' ? result.value[Symbol.asyncDispose]() : null)),
  )
  throw failed.reason
}
