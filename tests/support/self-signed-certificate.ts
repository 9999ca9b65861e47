import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface Certificate {
  readonly certificate: string
  readonly privateKey: string
}

/**
 * A certificate for 127.0.0.1 and localhost that is its own authority, valid for a day, as PEM.
 * Node can read X.509 but not write it; these are the few DER structures of RFC 5280 that a TLS server needs.
 */
export function selfSignedCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name('plantao-test'),
    validity(),
    name('plantao-test'),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority, alternativeNames)),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = sequence(body, ecdsaWithSha256, bitString(signature))
  return {
    certificate: pem('CERTIFICATE', certificate),
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

const length = (bytes: number): Buffer =>
  bytes < 0x80 ? Buffer.from([bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff])

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const integer = (value: Buffer): Buffer => der(0x02, value)
const bitString = (value: Buffer): Buffer => der(0x03, Buffer.from([0]), value)
const octetString = (value: Buffer): Buffer => der(0x04, value)
const objectId = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes))
const utcTime = (time: Date): Buffer => der(0x17, Buffer.from(`${time.toISOString().replace(/\D/g, '').slice(2, 14)}Z`))

const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const commonName = objectId(0x55, 0x04, 0x03)

const name = (text: string): Buffer => sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(text)))))

function validity(): Buffer {
  const hourMs = 3_600_000
  return sequence(utcTime(new Date(Date.now() - hourMs)), utcTime(new Date(Date.now() + 24 * hourMs)))
}

const critical = der(0x01, Buffer.from([0xff]))
/** Basic constraints: CA:TRUE. */
const isAuthority = sequence(objectId(0x55, 0x1d, 0x13), critical, octetString(sequence(critical)))
const alternativeNames = sequence(
  objectId(0x55, 0x1d, 0x11),
  octetString(sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from('localhost')))),
)

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${content.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
