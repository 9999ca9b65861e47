const finAndText = 0x81
const lengthInTwoBytes = 126
const lengthInEightBytes = 127

/** A whole WebSocket text frame as a server sends it: not fragmented, not masked (RFC 6455 §5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const headerLength = length < lengthInTwoBytes ? 2 : length < 0x10000 ? 4 : 10
  const frame = Buffer.allocUnsafe(headerLength + length)
  frame[0] = finAndText
  if (headerLength === 2) frame[1] = length
  else if (headerLength === 4) {
    frame[1] = lengthInTwoBytes
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = lengthInEightBytes
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, headerLength)
  return frame
}
