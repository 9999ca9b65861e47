/**
 * A client's socket as the hub writes to it: past `ws`, which would make a header, an options object and two writes of
 * every frame for every reader. The frame is the same for all of them, since what a server sends is not masked. Holds
 * only without permessage-deflate, and as long as `ws` too writes whole frames at once.
 */
export interface SocketLine {
  /** A whole WebSocket frame. Nothing happens on a socket that is closing; a reader who does not read is cut. */
  writeFrame(frame: Buffer): void
}
