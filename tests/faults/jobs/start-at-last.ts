/** Again and again: a worker ends its boot when Redis or Postgres is away, and whatever runs it starts it again. */
export async function startAtLast(start: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start()
    } catch (error) {
      if (attempt === 10) throw error
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
}
