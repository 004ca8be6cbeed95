/** Following a share link. Nobody is signed in by it: the way in goes to the mailbox that was named. */

import { refusalOf } from '../api/problem-words.ts'
import type { Database } from '../db/database.ts'
import { attemptKeys, countAttempt } from '../identity/attempts.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { hashShareToken } from '../lib/links/share-links.ts'
import { personProblems, readPerson } from '../lib/person.ts'
import { Refusal } from '../lib/refusal.ts'
import { linkStateOf } from '../lib/states/link-state.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Problem } from '../provisioning/intents/problem.ts'
import { readSender } from '../settings/read-branding.ts'
import { findPlaceOfToken, targetOf } from './queries.ts'
import type { Following } from './schema.ts'

export interface FollowDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

/** From one network, where a whole class may sit. */
const networkLimit = { times: 100, minutes: 15 }

/** What a token opens. Throws `not_found`. */
export async function openLink(deps: FollowDeps, token: string, now: Date) {
  const { organization_id, team_id, group_id, target_name: name, ...link } = await getByToken(deps, token)
  const organization = await readSender(deps.database.kysely, organization_id)
  const state = link.is_closed ? 'revoked' : linkStateOf(link, now)
  if (state !== 'open') return { state, organization }
  const { needs_approval, domains, expires_at } = link
  const kind = team_id !== null ? 'team' : group_id !== null ? 'group' : 'course'
  const target = { kind, name } as const
  // Who only asks to come in may wait for a seat.
  if (!needs_approval && link.is_full) return { state: 'full' as const, organization, target }
  return { state, organization, target, needs_approval, domains, expires_at }
}

/**
 * Lets somebody in, or has them wait for approval. Whether there was an account is not to be seen from what is answered.
 * Throws `not_found`, `invalid`, `gone`, `conflict` (no seat is left) or `rate_limited`.
 */
export async function followLink(
  deps: FollowDeps,
  token: string,
  following: Following,
  { ip, now }: { ip: string | null; now: Date },
): Promise<{ state: 'joined' | 'pending'; email: string }> {
  if (!(await countAttempt(deps.database.kysely, attemptKeys.joinFrom(ip), networkLimit, now)))
    throw new Refusal('rate_limited', 'Too many requests. Try again in a quarter of an hour.')
  const link = await getByToken(deps, token)
  const { email, firstName, lastName, ...read } = readPerson(following)
  refuseInvalid(personProblems(read))
  const person = { email: email as string, firstName: firstName as string, lastName: lastName ?? '' }
  const call = {
    actor: { kind: 'system' },
    organizationId: link.organization_id,
    source: null,
    ip,
    receivedAt: now,
  } as const
  const intent = { kind: 'follow_link', call, linkId: link.id, ...targetOf(link), ...person } as const
  const outcome = await deps.engine.submit(intent)
  if (outcome.result === 'refused') {
    const codes = outcome.problems.map(({ code }) => code)
    if (codes.includes('domain_not_allowed')) throw refusalOf(outcome.problems)
    if (codes.includes('no_seats_left')) throw noSeatLeft(outcome.problems)
    throw new Refusal('gone', 'This link lets nobody in any more.')
  }
  return { state: link.needs_approval ? 'pending' : 'joined', email: person.email }
}

/** Without the products, which a stranger is not to know. */
function noSeatLeft(problems: readonly Problem[]): Refusal {
  const code = problems.find(({ code }) => code === 'no_seats_left')?.code
  return new Refusal('conflict', 'No seat is left.', [
    { field: 'link', code, message: 'leads to a team that has no seats left' },
  ])
}

async function getByToken({ database: { kysely } }: FollowDeps, token: string) {
  const link = await findPlaceOfToken(kysely, hashShareToken(token))
  if (!link) throw new Refusal('not_found', 'There is no such link.')
  return link
}
