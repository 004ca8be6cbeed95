/** What a webhook may be: where it may lead, and what its caller may have it told. */
import { type Principal, requirePermission } from '../api/principal.ts'
import { refuseInvalid, textProblem, webAddressProblem } from '../lib/checks.ts'
import { type EventType, toHear } from '../lib/event-types.ts'
import type { WebhookFormat } from './format.ts'

export interface WebhookRules {
  readonly isHttpsDemanded: boolean
}

/** Throws `invalid`, or `forbidden` where it would tell what the caller may not see. */
export function requireGood(
  principal: Pick<Principal, 'permissions'>,
  format: WebhookFormat,
  webhook: {
    readonly url: string
    readonly description: string
    readonly events: readonly EventType[]
    readonly secret?: string
  },
  { isHttpsDemanded }: WebhookRules,
): void {
  const { url, description, events, secret } = webhook
  const unknown = events.filter(event => !format.events.includes(event))
  refuseInvalid({
    url: urlProblem(url, isHttpsDemanded),
    description: description === '' ? null : textProblem(description, 150),
    events: unknown.length > 0 ? `has what this format has no words for: ${unknown.join(', ')}` : null,
    secret: secret === undefined ? null : format.secretProblem(secret),
  })
  for (const event of events) requirePermission(principal, toHear(event))
}

function urlProblem(url: string, isHttpsDemanded: boolean): string | null {
  const problem = webAddressProblem(url)
  if (problem) return problem
  const { protocol, username, password } = new URL(url)
  if (username || password) return 'must not hold a name or a password'
  return isHttpsDemanded && protocol !== 'https:' ? 'must begin with https://' : null
}
