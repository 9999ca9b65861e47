/** One event in the forms it travels in, each made once however many get it. */
export interface EncodedEvent {
  /** `formatEventId` of its position. */
  readonly id: string
  readonly seq: number
  /** The event itself. */
  readonly json: string
  /**
   * A whole WebSocket text frame (RFC 6455 §5.2, unmasked) with the event as data of that tRPC request: to be written to
   * the TCP socket as it is. The same Buffer for everyone with that request id: never change it.
   */
  frame(requestId: number | string): Buffer
  /** `id:` and `data:` lines of an event stream, with the blank line that ends them. */
  sse(): Buffer
}
