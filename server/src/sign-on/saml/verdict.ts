/**
 * What a message is checked for, and what came of it. The checks are a list, in the order in which they are made, so that an
 * administrator's test can show each one, and a test of ours can leave one out.
 */

/** All that may be wrong, by the check that finds it. */
export type WrongCode =
  | 'too_large'
  | 'no_message'
  | 'doubled_parameter'
  | 'not_base64'
  | 'not_deflated'
  | 'not_utf8'
  | 'forbidden_markup'
  | 'not_xml'
  | 'other_message'
  | 'other_version'
  | 'provider_refused'
  | 'weak_algorithm'
  | 'signature_form'
  | 'not_one_assertion'
  | 'signature_elsewhere'
  | 'id_doubled'
  | 'weak_encryption'
  | 'not_signed'
  | 'signature_wrong'
  | 'certificate_ended'
  | 'destination_other'
  | 'issuer_other'
  | 'audience_other'
  | 'condition_unknown'
  | 'not_yet'
  | 'expired'
  | 'time_missing'
  | 'not_bearer'
  | 'recipient_other'
  | 'request_mismatch'
  | 'request_unknown'
  | 'no_authentication'
  | 'authentication_old'
  | 'used_before'
  | 'name_id_unreadable'
  | 'subject_missing'
  | 'subject_transient'
  | 'claim_doubled'

export type CheckName =
  | 'size'
  | 'parameters'
  | 'base64'
  | 'text'
  | 'markup'
  | 'xml'
  | 'message'
  | 'status'
  | 'algorithms'
  | 'signature_form'
  | 'one_assertion'
  | 'signature_place'
  | 'ids'
  | 'encryption'
  | 'signature'
  | 'destination'
  | 'issuer'
  | 'audience'
  | 'times'
  | 'conditions'
  | 'confirmation'
  | 'answer'
  | 'request'
  | 'authentication'
  | 'replay'
  | 'name_id'
  | 'subject'
  | 'claims'

export interface Wrong {
  readonly code: WrongCode
  /** For the administrator's log: what came and what was expected. Never for who signs in. */
  readonly detail: string
}

export interface Refused extends Wrong {
  readonly check: CheckName
}

export interface CheckResult {
  readonly check: CheckName
  readonly passed: boolean
}

export interface Check<Seen> {
  readonly name: CheckName
  look(seen: Seen): Wrong | null | Promise<Wrong | null>
}

export function wrong(code: WrongCode, detail: string): Wrong {
  return { code, detail: detail.slice(0, 1000).toWellFormed() }
}

/** Ends the checking. Caught where it began, never let out. */
export class Stop extends Error {
  readonly refused: Refused

  constructor(check: CheckName, { code, detail }: Wrong) {
    super(`${check}: ${code}: ${detail}`)
    this.refused = { check, code, detail }
  }
}

/** What was checked so far. */
export class Trail {
  readonly results: CheckResult[] = []

  /** Throws Stop at the first that does not pass. */
  async check<Seen>(checks: readonly Check<Seen>[], seen: Seen): Promise<void> {
    for (const check of checks) await this.step(check.name, async () => (await check.look(seen)) ?? undefined)
  }

  /** A check that gives what the next ones look at. */
  async step<Given>(
    name: CheckName,
    look: () => Promise<Given | Wrong> | Given | Wrong,
  ): Promise<Exclude<Given, Wrong>> {
    const given = await look()
    const failed = isWrong(given)
    this.results.push({ check: name, passed: !failed })
    if (failed) throw new Stop(name, given)
    return given as Exclude<Given, Wrong>
  }
}

function isWrong(given: unknown): given is Wrong {
  return typeof given === 'object' && given !== null && 'code' in given && 'detail' in given
}
