/**
 * What an authenticator says, read by a library and held to what was asked of it: this site, this challenge, this key. It knows
 * no HTTP and no storage (decision 56).
 */
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { SentAssertion, SentRegistration } from './schema.ts'

/** Of whom passkeys are. */
export interface Site {
  /** The host, without a port. */
  readonly id: string
  readonly origin: string
}

export function siteOf({ publicUrl }: { readonly publicUrl: string }): Site {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** EdDSA, ES256 and RS256 (COSE), the best first. */
export const algorithms = [-8, -7, -257]

export interface NewPasskey {
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
  readonly backupEligible: boolean
  readonly backedUp: boolean
}

export interface Signed {
  readonly counter: number
  readonly backedUp: boolean
}

/** What was signed; null: it cannot be read, or was signed in a page within another site's. */
export function challengeIn({ response }: SentRegistration | SentAssertion): string | null {
  try {
    const data = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
    return typeof data.challenge === 'string' && data.crossOrigin !== true ? data.challenge : null
  } catch {
    return null
  }
}

/** Null: it is not what was asked for. */
export async function readRegistration(
  site: Site,
  sent: SentRegistration,
  challenge: string,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await library()
  try {
    if (!(await isUnattested(sent.response.attestationObject))) return null
    const { verified, registrationInfo: read } = await verifyRegistrationResponse({
      response: { ...sent, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      // Beside the password it need not know its holder. Alone it must, which is looked at then.
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return null
    return {
      credentialId: read.credential.id,
      publicKey: Buffer.from(read.credential.publicKey),
      counter: read.credential.counter,
      transports: sent.response.transports ?? [],
      backupEligible: read.credentialDeviceType === 'multiDevice',
      backedUp: read.credentialBackedUp,
    }
  } catch {
    return null
  }
}

/** Null: it is not what was asked for. Whether the counter has moved on is looked at where it is kept. */
export async function readAssertion(
  site: Site,
  sent: SentAssertion,
  { challenge, publicKey, verifiesUser }: { challenge: string; publicKey: Buffer; verifiesUser: boolean },
): Promise<Signed | null> {
  const { verifyAuthenticationResponse } = await library()
  const { userHandle, ...response } = sent.response
  try {
    const { verified, authenticationInfo: read } = await verifyAuthenticationResponse({
      response: { ...sent, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: verifiesUser,
      credential: { id: sent.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    })
    return verified ? { counter: read.newCounter, backedUp: read.credentialBackedUp } : null
  } catch {
    return null
  }
}

/** It takes a sixth of a second and 27 MB, which a server that nobody shows a passkey does without. */
const library = () => import('@simplewebauthn/server')

/**
 * Nobody's word for what kind of authenticator it is was asked for. Such words are certificates of five kinds, and most of what
 * the library has reads them: none of that is for strangers to reach.
 */
async function isUnattested(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  const format = attestation.get('fmt')
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}
