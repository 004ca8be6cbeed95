/** From an action to an intent: who may, in which organization, and what its ids stand for. Pure. */
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Refused } from '../decide/decided.ts'
import type { Call } from '../intents/call.ts'
import type { Intent } from '../intents/intent.ts'
import { type Caller, type Found, type Name, notThere, type Thing } from './action.ts'
import { type Action, type AnyRule, actions } from './actions.ts'

/** An action, and for whom. */
export interface AskedAction<Wanted extends Action = Action> {
  readonly caller: Caller
  readonly action: Wanted
}

export function ruleOf({ action }: Pick<AskedAction, 'action'>): AnyRule {
  return actions[action.action]
}

/** What is refused is an intent too: it is noted, and answered as refused. */
export function toIntent({ caller, action }: AskedAction, found: Found): Intent {
  const rule = ruleOf({ action })
  const named = rule.of(action)
  const name = named ?? (['organization', caller.organization.id] as const)
  const thing = named ? found.get(named, caller.organization.id) : ownOrganization(caller)
  if (!thing) return refused({ caller, action }, notThere(...name))
  const all = [name, ...(rule.also?.(action) ?? [])]
  const limit = limitTo(
    caller,
    rule,
    thing,
    all.map(each => found.get(each)?.teamId ?? null),
    name,
  )
  if ('problems' in limit) return refused({ caller, action }, limit)
  const intent = rule.intent(action, { thing, found, caller: limit.caller })
  if ('problems' in intent) return refused({ caller, action }, intent)
  const mayRename = limit.caller === caller && caller.permissions.has('users.edit')
  const { kind } = rule
  const call = callIn(caller, thing.organizationId, mayRename)
  return { kind, call, ...intent, ...(kind === 'provision' && { problems: [] }) } as Intent
}

function ownOrganization({ organization: { id } }: Caller): Thing {
  return { id, organizationId: id, path: [id], teamId: null }
}

/** The caller as it is for this action: who may in teams alone is in all of them what it is in each. */
function limitTo(
  caller: Caller,
  { permission, inTeams }: AnyRule,
  thing: Thing,
  teamIds: readonly (number | null)[],
  name: Name,
): { readonly caller: Caller } | Refused {
  const { organization, permissions, heldInTeams } = caller
  if (permissions.has(permission)) return { caller }
  const held = teamIds.map(id => heldInTeams.find(team => team.id === id))
  if (!inTeams || !heldInTeams.some(team => team.permissions.has(permission))) return lacks(permission)
  if (thing.organizationId !== organization.id || held.includes(undefined)) return notThere(...name)
  if (held.some(team => !team?.permissions.has(permission))) return lacks(permission)
  const inAll = held
    .map(team => team?.permissions ?? new Set<Permission>())
    .reduce((all, each) => all.intersection(each))
  return { caller: { ...caller, permissions: permissions.union(inAll) } }
}

function lacks(value: Permission): Refused {
  return { problems: [{ code: 'lacks_permission', field: '', value }] }
}

/** Noted where the caller is at home: what is out of its reach is not told apart from what is nowhere. */
function refused({ caller, action }: AskedAction, { problems }: Refused): Intent {
  return {
    kind: 'record',
    call: callIn(caller, caller.organization.id, false),
    operation: ruleOf({ action }).kind,
    problems,
  }
}

function callIn({ by }: Caller, organizationId: number, mayRename: boolean): Call {
  return { ...by, organizationId, mayRename }
}
