import type { AnyRedisLayer } from '#tests/support/redis-layer.ts'

/** A kind of Redis that the whole layer has to work on. */
export interface Backend {
  /** One process's layer; processes of the same prefix share their data. */
  open(prefix: string): AnyRedisLayer
  /** The same data through connections, for what a process over HTTP cannot see: messages. */
  openObserver(prefix: string): AnyRedisLayer
}

/** The backend of a test file, made in `beforeAll` and so known only when a case runs. */
export type BackendOf = () => Backend
