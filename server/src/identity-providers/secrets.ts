/** What only we and a provider know, as it is kept: sealed by the server's secret. */
import type { Config } from '../config.ts'
import { seal, unseal } from '../lib/seal.ts'
import type { SigningKey } from '../sign-on/saml/connection.ts'
import { makeKey } from '../sign-on/saml/make-key.ts'

export interface Secrets {
  readonly client_secret?: string
  /** Of SAML, the one that signs first. */
  readonly keys?: Keys
}

export type Keys = readonly [SigningKey, ...SigningKey[]]
type WithSecret = Pick<Config, 'secretKey'>

export function sealSecrets(secrets: Secrets, { secretKey }: WithSecret): Buffer {
  return seal(JSON.stringify(secrets), secretKey)
}

export function openSecrets(sealed: Buffer | null, { secretKey }: WithSecret): Secrets {
  return sealed ? JSON.parse(unseal(sealed, secretKey)) : {}
}

/** Ten years: it is in nobody's way to be old, and to be exchanged over there by hand. */
export function makeOurKey(name: string, now: Date): Promise<SigningKey> {
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(now.getUTCFullYear() + 10)
  return makeKey({ name: `Usher, ${name}`, notBefore: now, notAfter })
}
