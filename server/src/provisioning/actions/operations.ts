/** What was done is taken back. */
import { givenReference } from '../../lib/reference.ts'
import { rolesBeyond, rolesOf } from '../../lib/roles/roles-of.ts'
import { stateOfOrder } from '../../lib/states/order-state.ts'
import type { Refused } from '../decide/decided.ts'
import type { UndoMergeIntent } from '../intents/merge.ts'
import type { Deed, UndoIntent } from '../intents/undo.ts'
import { type About, type Rule, refuseRole, type UndoFacts } from './action.ts'
import { toDeeds, whatStays } from './deeds.ts'
import { type NotUndoable, whyNotUndoable } from './not-undoable.ts'

/** It takes besides what doing the same directly takes: that is told by what is decided. */
const undo: Rule<{ readonly operation: number }, 'operation', UndoIntent | UndoMergeIntent> = {
  kind: 'undo',
  permission: 'operations.undo',
  of: ({ operation }) => ['operation', operation],
  intent: (_, about) => {
    const { thing, caller } = about
    if (thing.merge) return undoMerge(about, thing.merge)
    const { id, path, touched } = thing
    const home = caller.by.actsFrom ?? caller.organization.id
    if (isFromAbove(thing, home)) return { problems: [{ code: 'undo_above', field: 'operation', value: id }] }
    const not = whyNot(thing)
    if (not) return { problems: [{ code: 'not_undoable', field: 'operation', value: not.why, remedy: not.code }] }
    const deeds = toDeeds(thing.changes)
    const beyond = refuseRoles(deeds, about)
    if (beyond) return beyond
    const { permissions } = caller
    const allowed = { permissions, rolesBeyond: rolesBeyond(rolesOf(path, thing.roles), permissions), home }
    return { target: { id }, ...touched, deeds, stays: whatStays(deeds, thing.userId, thing.made), allowed }
  },
}

/** For its kind; null: as far as that goes it can be undone. */
export function whyNot({ order, ...facts }: UndoFacts): NotUndoable | null {
  return whyNotUndoable({
    ...facts,
    order: order && { id: order.id, reference: givenReference(order.reference), state: stateOfOrder(order) },
  })
}

export function isFromAbove({ doneFrom }: UndoFacts, home: number): boolean {
  return doneFrom !== null && !doneFrom.includes(home)
}

function undoMerge(
  { thing: { id }, caller }: About<'operation'>,
  { record, email, awayEmail }: NonNullable<About<'operation'>['thing']['merge']>,
): ReturnType<(typeof undo)['intent']> {
  if (!caller.permissions.has('users.edit'))
    return { problems: [{ code: 'lacks_permission', field: '', value: 'users.edit' }] }
  return {
    ...{ kind: 'undo_merge', target: { id }, merge: record, email, emails: [awayEmail] },
    ...{ keptId: record.kept, awayId: record.away },
    // The operator's may be of anybody.
    homeId: caller.by.actor.kind === 'system' ? null : caller.organization.id,
  }
}

/** Nobody gives a role back that they could not give. */
function refuseRoles(deeds: readonly Deed[], { thing, caller }: About<'operation'>): Refused | null {
  for (const role of deeds.flatMap(deed => ('role' in deed ? (deed.role ?? []) : []))) {
    const refused = refuseRole(role, thing, caller)
    if (refused) return refused
  }
  return null
}

export const operationActions = { undo } as const
