import { createHash } from 'node:crypto'
import { isSameSignature, type VerifySignature } from './signature.ts'

/**
 * `asaas-access-token`: the secret itself, with no time and nothing of the body in it.
 * https://docs.asaas.com/docs/receba-eventos-do-asaas-no-seu-endpoint-de-webhook
 */
export const verifyAsaas: VerifySignature = ({ headers }, secret) =>
  isSameSignature(hash(headers['asaas-access-token'] ?? ''), hash(secret)) ? 'genuine' : 'forged'

/** Of equal length whatever was given: the comparison does not tell how long the secret is. */
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
