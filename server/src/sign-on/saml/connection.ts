import type { Certificate } from './certificates.ts'
import type { ClaimNames } from './claims.ts'

/** Addresses by the way in which a message goes there. */
export interface Addresses {
  readonly redirect?: string
  readonly post?: string
}

/** A key of ours with the certificate that others know it by. PEM. */
export interface SigningKey {
  readonly privateKey: string
  readonly certificate: string
}

/** What identifies a person: the name that the provider gives, or an attribute that it never changes. */
export type SubjectRule = { readonly from: 'name_id' } | { readonly from: 'attribute'; readonly name: string }

/** One organization's way in by one provider. */
export interface SamlConnection {
  readonly ours: {
    /** Entity id, of this connection alone. */
    readonly entityId: string
    /** Where responses come in. */
    readonly acsUrl: string
    readonly logoutUrl: string
    /** The first one signs; all are published, and open what was encrypted for them. */
    readonly keys: readonly [SigningKey, ...SigningKey[]]
    /** Whether the certificates are published to encrypt by. */
    readonly takesEncrypted: boolean
  }
  readonly theirs: {
    readonly entityId: string
    readonly signOn: Addresses
    readonly logout: Addresses
    /** Where answers to their logout requests go, when not to `logout`. */
    readonly logoutAnswers?: Addresses
    readonly certificates: readonly Certificate[]
    readonly wantsSignedRequests: boolean
  }
  readonly subject: SubjectRule
  readonly claims: ClaimNames
  /** Whether a response that nobody asked for signs in; else it is a hint to ask. */
  readonly acceptsUnsolicited: boolean
  /** Whether certificates count after they have ended. */
  readonly acceptsExpiredCertificates: boolean
}
