/** From an action to an intent: who may, in which organization, and what its ids stand for. Pure. */
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Refused } from '../decide/decided.ts'
import type { Call } from '../intents/call.ts'
import type { CallSubject, Intent } from '../intents/intent.ts'
import { type AsSent, type Caller, type Found, type Name, notThere, type Thing } from './action.ts'
import { type Action, type AnyRule, actions } from './actions.ts'

/** An action, and for whom. */
export interface AskedAction<Wanted extends Action = Action> {
  readonly caller: Caller
  readonly action: Wanted
}

export function ruleOf({ action }: Pick<AskedAction, 'action'>): AnyRule {
  return actions[action.action]
}

/** What any action may say besides. */
type SaidBesides = AsSent & Partial<CallSubject>

/** What is refused is an intent too: it is noted, and answered as refused. */
export function toIntent({ caller, action }: AskedAction, found: Found): Intent {
  const rule = ruleOf({ action })
  const named = rule.of(action, caller)
  const name = named ?? (['organization', caller.organization.id] as const)
  const thing = named ? found.get(named, caller.organization.id) : ownOrganization(caller)
  if (!thing) return refused({ caller, action }, notThere(...name))
  const limit = limitTo({ caller, action }, found, { thing, name })
  if ('problems' in limit) return refused({ caller, action }, limit)
  const isOfTeams = limit.caller !== caller
  const intent = rule.intent(action, { thing, found, caller: limit.caller, isOfTeams })
  const { problems = [] } = action as SaidBesides
  if ('problems' in intent) return refused({ caller, action }, { problems: [...intent.problems, ...problems] })
  if (problems.length > 0 && rule.kind !== 'provision') return refused({ caller, action }, { problems })
  const mayRename = !isOfTeams && caller.permissions.has('users.edit')
  const { kind } = rule
  const call = callIn({ caller, action }, thing.organizationId, mayRename)
  return { kind, call, ...intent, ...(kind === 'provision' && { problems }) } as Intent
}

function ownOrganization({ organization: { id } }: Caller): Thing {
  return { id, organizationId: id, path: [id], teamId: null }
}

/** The caller as it is for this action: who may in teams alone is in all of them what it is in each. */
function limitTo(
  { caller, action }: AskedAction,
  found: Found,
  { thing, name }: { readonly thing: Thing; readonly name: Name },
): { readonly caller: Caller } | Refused {
  const rule = ruleOf({ action })
  const { permission, inTeams } = rule
  const { organization, permissions, heldInTeams } = caller
  if (permissions.has(permission)) return { caller }
  if (!inTeams || !heldInTeams.some(team => team.permissions.has(permission))) return lacks(permission)
  if (thing.organizationId !== organization.id) return notThere(...name)
  const team = rule.team?.(action)
  if (team === null) return { problems: [{ code: 'team_required', field: 'team' }] }
  const all = team === undefined ? [name, ...(rule.also?.(action) ?? [])] : [['team', team] as const]
  const held = all.map(each => heldInTeams.find(team => team.id === found.get(each)?.teamId))
  if (held.includes(undefined)) return notThere(...(all[0] ?? name))
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
    call: callIn({ caller, action }, caller.organization.id, false),
    operation: ruleOf({ action }).kind,
    problems,
    about: aboutOf(action as SaidBesides),
  }
}

/** Whom and what it says that it is about, in whatever action. */
function aboutOf({ email = null, firstName, lastName, reference = null, courses = [] }: SaidBesides): CallSubject {
  return { email: email || null, firstName: firstName || null, lastName: lastName || null, reference, courses }
}

function callIn({ caller: { by }, action }: AskedAction, organizationId: number, mayRename: boolean): Call {
  const { source } = action as SaidBesides
  return { ...by, source: source ?? by.source, organizationId, mayRename }
}
