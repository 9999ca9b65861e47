import { readEnv } from '#server/env.ts'
import { createServices, type Services } from '#server/services.ts'

declare global {
  var plantaoServices: Services | undefined
}

/** The web process's services, made at the first request. On globalThis: Next evaluates modules again on reload and per bundle. */
export function webServices(): Services {
  globalThis.plantaoServices ??= createServices(readEnv(), { name: 'web' })
  return globalThis.plantaoServices
}
