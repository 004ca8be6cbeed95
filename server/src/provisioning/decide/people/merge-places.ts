/** Where the two accounts belong and what they hold: what only one has goes along, what both have is one. */
import type { KeptProfile, Merge, MergeRows, StoredRow } from '../../rows/merge.ts'

type Places = Omit<Merge, 'kept' | 'away' | 'enrollments' | 'grants' | 'opened_items'>

export function mergePlaces(rows: MergeRows, { kept, away }: { kept: number; away: number }): Places {
  const split = <Row extends StoredRow>(list: readonly Row[], keyOf: (row: Row) => number) => {
    const ours = new Map(list.filter(row => row.user_id === kept).map(row => [keyOf(row), row]))
    const theirs = list.filter(row => row.user_id === away)
    const removed = theirs.filter(row => ours.has(keyOf(row)))
    const moved = theirs.map(keyOf).filter(key => !ours.has(key))
    return { moved, removed, both: removed.map(row => [ours.get(keyOf(row)) as Row, row] as const) }
  }
  const members = split(rows.memberships, row => row.organization_id)
  const teams = split(rows.teamMembers, row => row.team_id)
  const groups = split(rows.groupMembers, row => row.group_id)
  const held = new Set(standing(rows, kept).map(({ seatId }) => seatId))
  const released = standing(rows, away).filter(({ seatId }) => held.has(seatId))
  // Whoever has a seat waits for none of its kind.
  const all = new Set([...held, ...standing(rows, away).map(({ seatId }) => seatId)])
  const waiters = split(rows.waiters, row => row.seat_id)
  const idle = rows.waiters.filter(
    row => row.user_id === away && all.has(row.seat_id) && !waiters.removed.includes(row),
  )
  const owned = (kind: MergeRows['owned'][number]['kind']) =>
    rows.owned.filter(row => row.kind === kind && row.userId === away).map(({ id }) => id)
  const open = rows.invitations.filter(({ userId, isOpen }) => userId === kept && isOpen)
  const invited = rows.invitations.filter(({ userId }) => userId === away)
  const withdrawn = invited.filter(
    one => one.isOpen && open.some(two => two.organizationId === one.organizationId && two.teamId === one.teamId),
  )
  const idsOf = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id)
  return {
    aliases: rows.aliases.filter(({ of }) => of === away).map(({ id }) => id),
    memberships: {
      moved: members.moved,
      removed: members.removed,
      profiles: members.both.map(([ours, theirs]) => ({
        organization: ours.organization_id,
        before: profileOf(ours),
        after: joinProfiles(profileOf(ours), profileOf(theirs)),
      })),
    },
    teams: {
      moved: teams.moved,
      removed: teams.removed,
      roles: teams.both
        .filter(([ours, theirs]) => ours.role === 'learner' && theirs.role !== 'learner')
        .map(([ours, theirs]) => ({ team: ours.team_id, before: ours.role, after: theirs.role })),
    },
    groups: { moved: groups.moved, removed: groups.removed },
    waiters: {
      moved: waiters.moved.filter(seat => !all.has(seat)),
      removed: [...waiters.removed, ...idle],
    },
    claims: {
      moved: rows.claims.filter(row => row.userId === away && !released.includes(row)).map(({ id }) => id),
      released: idsOf(released),
    },
    invitations: { moved: idsOf(invited.filter(row => !withdrawn.includes(row))), withdrawn: idsOf(withdrawn) },
    link_joins: owned('link_join'),
    orders: owned('order'),
    order_lines: owned('order_line'),
  }
}

function standing({ claims }: MergeRows, userId: number) {
  return claims.filter(claim => claim.userId === userId && !claim.releasedAt)
}

function profileOf({ external_id, tags, custom_fields, locale, invited_at, suspended_at }: KeptProfile): KeptProfile {
  return { external_id, tags, custom_fields, locale, invited_at, suspended_at }
}

/** What the kept account's says goes first. A suspension holds on; whoever came in is no longer only invited. */
function joinProfiles(ours: KeptProfile, theirs: KeptProfile): KeptProfile {
  return {
    external_id: ours.external_id ?? theirs.external_id,
    tags: [...new Set([...ours.tags, ...theirs.tags])],
    custom_fields: { ...theirs.custom_fields, ...ours.custom_fields },
    locale: ours.locale ?? theirs.locale,
    invited_at: ours.invited_at && theirs.invited_at,
    suspended_at: ours.suspended_at ?? theirs.suspended_at,
  }
}
