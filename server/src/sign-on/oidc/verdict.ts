/** What is checked of OpenID Connect's messages, by name, in the order in which it is, and all that may be wrong with them. */
import type * as verdict from '../verdict.ts'

/** Made by openid-client, in one call. */
export const checksOfLibrary = [
  'token_endpoint',
  'id_token',
  'algorithm',
  'times',
  'issuer',
  'audience',
  'nonce',
  'signature',
] as const

export type CheckName =
  // of an answer, in the browser's hands
  | 'parameters'
  | 'state'
  | 'answer_issuer'
  | 'provider'
  | 'code'
  | (typeof checksOfLibrary)[number]
  // of the ID token, beside what the library looks at
  | 'recipient'
  | 'issued'
  | 'authentication'
  | 'tenant'
  | 'subject'
  | 'userinfo'
  | 'claims'
  // of a logout token
  | 'form'
  | 'type'
  | 'event'
  | 'session'
  | 'token_id'

export type WrongCode =
  | 'too_large'
  | 'doubled_parameter'
  | 'token_in_browser'
  | 'state_missing'
  | 'state_other'
  | 'issuer_missing'
  | 'issuer_other'
  | 'provider_refused'
  | 'code_missing'
  | 'client_refused'
  | 'code_refused'
  | 'address_refused'
  | 'unreachable'
  | 'too_slow'
  | 'unreadable'
  | 'claim_missing'
  | 'algorithm_other'
  | 'expired'
  | 'not_yet'
  | 'audience_other'
  | 'nonce_other'
  | 'nonce_there'
  | 'key_unknown'
  | 'keys_unreadable'
  | 'signature_wrong'
  | 'issued_before'
  | 'issued_ahead'
  | 'issued_long_ago'
  | 'authentication_old'
  | 'tenant_other'
  | 'tenant_unset'
  | 'subject_missing'
  | 'subject_other'
  | 'claim_doubled'
  | 'claim_unreadable'
  | 'type_other'
  | 'event_other'
  | 'session_missing'
  | 'token_id_missing'

export type Wrong = verdict.Wrong<WrongCode>
export type Refused = verdict.Refused<CheckName, WrongCode>
export type CheckResult = verdict.CheckResult<CheckName>
export type Check<Seen> = verdict.Check<CheckName, WrongCode, Seen>
