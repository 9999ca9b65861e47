/** The Cluster slot of a key: CRC16 (XMODEM) of its hash tag, or of all of it, modulo 16384 (Redis Cluster specification). */
export function keySlot(key: string): number {
  let crc = 0
  for (const byte of Buffer.from(hashedPart(key))) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    crc &= 0xffff
  }
  return crc % 16_384
}

/** What stands between the first `{` and the next `}`, unless that is nothing. */
function hashedPart(key: string): string {
  const start = key.indexOf('{')
  const end = key.indexOf('}', start + 1)
  return start === -1 || end <= start + 1 ? key : key.slice(start + 1, end)
}
