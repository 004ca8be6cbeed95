/** Writes what a plan holds of invitations and of who came by share links. */
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Plan } from '../plan.ts'
import type { Invitation, LinkJoin } from '../rows/way-in.ts'
import { inserting, type Part, part, type TableChange, updating } from './write-parts.ts'

/** In this order: of one person there is one invitation at a time that is pending, and a link has so many uses. */
export function waysInSteps(plan: Plan): (readonly [name: string, part: Part])[] {
  const isOver = (row: Invitation) => Boolean(row.lapsedAt || row.acceptedAt || row.withdrawnAt)
  return [
    ['end invitations', part(plan.changedInvitations.filter(isOver), updateInvitations)],
    [
      'renew invitations',
      part(
        plan.changedInvitations.filter(row => !isOver(row)),
        updateInvitations,
      ),
    ],
    ['invite', part(plan.newInvitations, insertInvitations)],
    ['decide joins', part(plan.changedLinkJoins, updateLinkJoins)],
    ['join', part(plan.newLinkJoins, insertLinkJoins)],
  ]
}

const insertInvitations: TableChange<Invitation> = {
  // An array of arrays cannot be unnested by rows: the inner ones go as text.
  text: `
    insert into invitations (id, organization_id, team_id, user_id, role, operation_id, sent_operation_id, sent_at,
      expires_at, lapsed_at, accepted_at, withdrawn_at, updated_at, first_name, last_name, courses, products, group_ids,
      seat_ids)
    select id, organization_id, team_id, user_id, role, operation_id, sent_operation_id, sent_at, expires_at, lapsed_at,
      accepted_at, withdrawn_at, updated_at, first_name, last_name, courses::text[], products::text[], group_ids::bigint[], seat_ids::bigint[]
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[],
        $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
        $13::timestamptz[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[])
      as new (id, organization_id, team_id, user_id, role, operation_id, sent_operation_id, sent_at, expires_at,
        lapsed_at, accepted_at, withdrawn_at, updated_at, first_name, last_name, courses, products, group_ids, seat_ids)`,
  columns: [
    row => row.id,
    row => row.organizationId,
    row => row.teamId,
    row => row.userId,
    row => row.role,
    row => row.operationId,
    row => row.sentOperationId,
    row => row.sentAt,
    row => row.expiresAt,
    row => row.lapsedAt,
    row => row.acceptedAt,
    row => row.withdrawnAt,
    row => row.updatedAt,
    row => row.firstName,
    row => row.lastName,
    row => arrayLiteral(row.courses),
    row => arrayLiteral(row.products),
    row => arrayLiteral(row.groupIds),
    row => arrayLiteral(row.seatIds),
  ],
}

const updateInvitations = updating<Invitation>('invitations', 1, {
  id: ['bigint', row => row.id],
  sent_operation_id: ['bigint', row => row.sentOperationId],
  sent_at: ['timestamptz', row => row.sentAt],
  expires_at: ['timestamptz', row => row.expiresAt],
  lapsed_at: ['timestamptz', row => row.lapsedAt],
  accepted_at: ['timestamptz', row => row.acceptedAt],
  withdrawn_at: ['timestamptz', row => row.withdrawnAt],
  updated_at: ['timestamptz', row => row.updatedAt],
})

const insertLinkJoins = inserting<LinkJoin>('link_joins', {
  id: ['bigint', row => row.id],
  link_id: ['bigint', row => row.linkId],
  email: ['text', row => row.email],
  first_name: ['text', row => row.firstName],
  last_name: ['text', row => row.lastName],
  user_id: ['bigint', row => row.userId],
  operation_id: ['bigint', row => row.operationId],
  joined_at: ['timestamptz', row => row.joinedAt],
  declined_at: ['timestamptz', row => row.declinedAt],
})

const updateLinkJoins = updating<LinkJoin>('link_joins', 1, {
  id: ['bigint', row => row.id],
  user_id: ['bigint', row => row.userId],
  joined_at: ['timestamptz', row => row.joinedAt],
  declined_at: ['timestamptz', row => row.declinedAt],
})
