import { z } from 'zod'

type Command = (args: unknown) => Promise<unknown>

const request = z.object({ id: z.int(), command: z.string(), args: z.unknown() })

/** A command whose arguments are checked before it runs. */
export const command =
  <A>(schema: z.ZodType<A>, run: (args: A) => Promise<unknown>): Command =>
  (args) =>
    run(schema.parse(args))

/** The member's side: answers commands until the benchmark cuts the pipe, whatever else is still open then. */
export function serveMember(commands: Readonly<Record<string, Command>>): void {
  process.on('message', (message) => void answer(message))
  process.on('disconnect', () => process.exit(0))
  // A peer's client may emit errors that nobody listens to; a fleet under fault goes on, as a service would.
  process.on('unhandledRejection', () => undefined)
  process.send?.({ ready: true })

  async function answer(message: unknown): Promise<void> {
    const { id, command: name, args } = request.parse(message)
    try {
      const run = commands[name]
      if (!run) throw new Error(`knows no command "${name}"`)
      const value = await run(args)
      process.send?.({ id, value: value ?? null })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }
}
