/**
 * The signature of a message in an address is made over the address as it was written, before anything in it was decoded: some write
 * their escapes in small letters. So it is checked over the pieces as they came, and each may come once.
 */
import { createVerify } from 'node:crypto'
import { wrong } from '../verdict.ts'
import { readFields } from './body.ts'
import { partCertificates } from './certificates.ts'
import type { SamlConnection } from './connection.ts'
import { rsaSha256, rsaSha384, rsaSha512 } from './uris.ts'
import type { Check } from './verdict.ts'

export interface SentQuery {
  readonly connection: SamlConnection
  readonly now: Date
  /** As it came, without its question mark. */
  readonly text: string
}

const hashes = new Map([
  [rsaSha256, 'sha256'],
  [rsaSha384, 'sha384'],
  [rsaSha512, 'sha512'],
])

export const checksOfQuery: readonly Check<SentQuery>[] = [{ name: 'signature', look: checkSignature }]

function checkSignature({ connection, now, text }: SentQuery) {
  const fields = readFields(text)
  const first = (name: string) => fields.get(name)?.[0]
  const [signature, algorithm] = [first('Signature'), first('SigAlg')]
  if (!signature || !algorithm) return wrong('not_signed', 'the address is not signed')
  const hash = hashes.get(algorithm.value)
  if (!hash) return wrong('weak_algorithm', `SigAlg is ${algorithm.value}; RSA with SHA-256 or better is taken`)
  const signed = [first('SAMLRequest'), first('RelayState'), algorithm].flatMap(field => field?.raw ?? []).join('&')
  const { counting } = partCertificates(connection.theirs.certificates, now, connection.acceptsExpiredCertificates)
  const isRight = counting.some(({ pem }) => createVerify(hash).update(signed).verify(pem, signature.value, 'base64'))
  return isRight ? null : wrong('signature_wrong', 'the address is not signed by a key of the provider')
}
