/**
 * The certificates by which a provider signs. Several at a time: the next one is there before the last one ends. They are keys in an
 * envelope; nobody vouches for them but the administrator who entered them, so chains are not looked at.
 */
import { X509Certificate } from 'node:crypto'

export interface Certificate {
  readonly pem: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-256, as consoles of providers show it. */
  readonly fingerprint: string
}

export type CertificateProblem = 'certificate_unreadable' | 'certificate_not_rsa'

/** Of PEM, or base64 as it stands in metadata. */
export function readCertificate(text: string): Certificate | CertificateProblem {
  const base64 = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return 'certificate_unreadable'
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    // Signatures by elliptic curves are not among those that the library checks.
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') return 'certificate_not_rsa'
    return {
      pem: certificate.toString(),
      notBefore: certificate.validFromDate,
      notAfter: certificate.validToDate,
      fingerprint: certificate.fingerprint256,
    }
  } catch {
    return 'certificate_unreadable'
  }
}

/** Those that count now, and those that have ended. One that has not begun counts: the provider's clock is not ours. */
export function partCertificates(certificates: readonly Certificate[], now: Date, expiredCount: boolean) {
  const counts = ({ notAfter }: Certificate) => expiredCount || notAfter > now
  return { counting: certificates.filter(counts), ended: certificates.filter(certificate => !counts(certificate)) }
}

const day = 24 * 60 * 60 * 1000
const warnedDays = [7, 30, 60] as const

export interface ExpiryWarning {
  /** When the last of them ends. */
  readonly endsAt: Date
  /** The warning that is due; 0: nobody comes in any more. */
  readonly within: (typeof warnedDays)[number] | 0
}

/** Whether to warn that no certificate will be left. Null: one lasts longer than 60 days. */
export function expiryWarning(certificates: readonly Certificate[], now: Date): ExpiryWarning | null {
  const endsAt = new Date(Math.max(...certificates.map(({ notAfter }) => notAfter.getTime()), 0))
  const left = endsAt.getTime() - now.getTime()
  if (left <= 0) return { endsAt, within: 0 }
  const within = warnedDays.find(days => left <= days * day)
  return within ? { endsAt, within } : null
}
