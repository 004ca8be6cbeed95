import { X509Certificate } from 'node:crypto'
import type { Config } from '../config.ts'
import { type Problems, webAddressProblem } from '../lib/checks.ts'
import type { ProviderSettings } from './queries.ts'
import type { Oidc, Preset, Saml } from './schema.ts'

/** What is wrong with what is said of a provider, by field, without asking it. */
export function settingsProblems(
  preset: Preset,
  { oidc, saml }: ProviderSettings,
  { publicUrl }: Pick<Config, 'publicUrl'>,
): Problems {
  const demandsHttps = publicUrl.startsWith('https:')
  return { ...(oidc && oidcProblems(preset, oidc, demandsHttps)), ...(saml && samlProblems(saml, demandsHttps)) }
}

/** Of Entra, for everybody: metadata without a tenant. */
const ofAllTenants = /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)(?:\/|$)/i
/** One issuer for all who are there. */
const sharedIssuers = ['https://accounts.google.com']

function oidcProblems(preset: Preset, { issuer, hosted_domain }: Oidc, demandsHttps: boolean): Problems {
  const isShared = preset === 'google' || sharedIssuers.includes(issuer)
  return {
    'oidc.issuer':
      addressProblem(issuer, demandsHttps) ??
      (ofAllTenants.test(issuer)
        ? "must be your own tenant's: put its id in place of common or organizations"
        : null) ??
      (/[?#]/.test(issuer) ? 'must have no ? and no #' : null),
    'oidc.hosted_domain': isShared && !hosted_domain ? 'must be your domain: this issuer is everybody’s' : null,
  }
}

function samlProblems(saml: Saml, demandsHttps: boolean): Problems {
  const { sign_on_url, logout_url, logout_answer_url, metadata_url, certificates } = saml
  return {
    'saml.sign_on_url': addressProblem(sign_on_url, demandsHttps),
    'saml.logout_url': logout_url ? addressProblem(logout_url, demandsHttps) : null,
    'saml.logout_answer_url': logout_answer_url ? addressProblem(logout_answer_url, demandsHttps) : null,
    'saml.metadata_url': metadata_url ? addressProblem(metadata_url, demandsHttps) : null,
    'saml.certificates': certificates.every(isCertificate) ? null : 'must be certificates as PEM',
  }
}

function addressProblem(address: string, demandsHttps: boolean): string | null {
  const problem = webAddressProblem(address)
  if (problem) return problem
  const { protocol, username, password } = new URL(address)
  if (username || password) return 'must not hold a name or a password'
  return demandsHttps && protocol !== 'https:' ? 'must begin with https://' : null
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).publicKey.type === 'public'
  } catch {
    return false
  }
}
