/** Looking at an invitation by its link. It only reads: a mail scanner that follows the link spends nothing. */
import type { Database, Reader } from '../db/database.ts'
import { hintAt } from '../lib/email.ts'
import type { InvitationLinks } from '../lib/links/invitation-links.ts'
import { parseLinkToken } from '../lib/links/link-tokens.ts'
import { Refusal } from '../lib/refusal.ts'
import { invitationStateOf } from '../lib/states/invitation-state.ts'
import { offeredNames } from '../mail/letters/offered-names.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AcceptInvitationIntent } from '../provisioning/intents/invitation.ts'
import { readSender } from '../settings/read-branding.ts'
import { findPlaceOfInvitation, type PlaceOfInvitation } from './queries.ts'

export interface OpenInvitationDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly invitationLinks: InvitationLinks
}

/** Throws `not_found` for a token that is none, or of a link that was replaced by a newer one. */
export async function openInvitation(
  { database: { kysely }, engine, invitationLinks }: OpenInvitationDeps,
  token: string,
  now: Date,
) {
  const invitation = await getByToken(kysely, invitationLinks, token)
  const state = invitationStateOf(invitation, now)
  const organization = await readSender(kysely, invitation.organization_id)
  if (state !== 'pending') return { state, organization }
  const [offer, lacking] = await Promise.all([describe(kysely, invitation.id), findLacking(engine, invitation, now)])
  if (lacking === 'everything') return { state: 'withdrawn' as const, organization }
  const { email, expires_at } = invitation
  const password_needed = lacking === 'password'
  return { state, organization, ...offer, email_hint: hintAt(email), expires_at, password_needed }
}

/** The invitation that a token opens, in whatever state. Throws `not_found` as `openInvitation` does. */
export async function getByToken(
  reader: Reader,
  invitationLinks: InvitationLinks,
  token: string,
): Promise<PlaceOfInvitation> {
  const id = parseLinkToken(token)
  const invitation = id === null ? undefined : await findPlaceOfInvitation(reader, id)
  if (!invitation || !invitationLinks.opens(token, invitation.id, invitation.sent_operation_id))
    throw new Refusal('not_found', 'This link is not valid any more. A newer one may be in your mailbox.')
  return invitation
}

export function toAcceptance(
  invitation: PlaceOfInvitation,
  { withPassword, ip, now }: { withPassword: boolean; ip: string | null; now: Date },
): AcceptInvitationIntent {
  const { email, courses, products, group_ids: groups, team_id: teamId } = invitation
  const actor = { kind: 'user', id: invitation.user_id } as const
  return {
    kind: 'accept_invitation',
    call: { actor, organizationId: invitation.organization_id, source: null, ip, receivedAt: now },
    ...{ email, invitationId: invitation.id, sentOperationId: invitation.sent_operation_id },
    ...{ teamId, courses, products, groups, withPassword },
  }
}

/** What is missing for accepting it: the engine knows, without doing it. */
async function findLacking(engine: Engine, invitation: PlaceOfInvitation, now: Date) {
  const { outcomes } = await engine.plan([toAcceptance(invitation, { withPassword: false, ip: null, now })])
  const [outcome] = outcomes
  if (outcome?.result !== 'refused') return null
  return outcome.problems.some(({ field }) => field === 'password') ? 'password' : 'everything'
}

async function describe(reader: Reader, id: number) {
  const row = await reader
    .selectFrom('invitations as invitation')
    .leftJoin('teams as team', 'team.id', 'invitation.team_id')
    .select(['team.name as team', offeredNames('invitation').as('offered')])
    .where('invitation.id', '=', id)
    .executeTakeFirstOrThrow()
  const { team, offered } = row
  return { team: team === null ? null : { name: team }, offered }
}
