/** Every action there is. */
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Intent } from '../intents/intent.ts'
import type { DoneOf } from '../intents/outcome.ts'
import type { Rule, Word } from './action.ts'
import { enrollmentActions } from './enrollments.ts'
import { groupActions } from './groups.ts'
import { invitationActions } from './invitations.ts'
import { joinActions } from './join.ts'
import { linkActions } from './links.ts'
import { operationActions } from './operations.ts'
import { orderActions } from './orders.ts'
import { peopleActions } from './people.ts'
import { productActions } from './products.ts'
import { seatActions } from './seats.ts'
import { teamActions } from './teams.ts'

export const actions = {
  ...enrollmentActions,
  ...groupActions,
  ...invitationActions,
  ...joinActions,
  ...linkActions,
  ...operationActions,
  ...orderActions,
  ...peopleActions,
  ...productActions,
  ...seatActions,
  ...teamActions,
} as const

type Actions = typeof actions

export type ActionName = keyof Actions

type AskedOf<Each> = Each extends Rule<infer Asked, infer _, infer __> ? Asked : never
type IntendedOf<Each> = Each extends Rule<infer _, infer __, infer Intended> ? Intended : never

/** By its name what is wanted, and of which things. */
export type Action<Named extends ActionName = ActionName> = Named extends ActionName
  ? { readonly action: Named } & AskedOf<Actions[Named]>
  : never

/** What is answered to an action that was done. */
export type DoneBy<Asked extends { readonly action: ActionName }> = DoneOf<IntendedOf<Actions[Asked['action']]>>

/** Of an action whose type is not known. */
export type AnyRule = Rule<unknown, Word, Intent>

/** Who may, for routes to say: whoever has it in the organization, or, where that is opened to them, in teams alone. */
export function permissionOf(action: ActionName): { readonly permission: Permission; readonly inTeams: boolean } {
  const { permission, inTeams = false }: AnyRule = actions[action]
  return { permission, inTeams }
}
