/**
 * What a face asks of the core: a kind of action and, by their ids, the things that it is about. Who may is said beside it.
 * `to-intent.ts` makes the intent of it once the things were found.
 */
import type { Problems } from '../../lib/checks.ts'
import type { OperationKind } from '../../lib/operation-kinds.ts'
import type { Permission } from '../../lib/roles/permissions.ts'
import { type OwnRole, whyNotGiven } from '../../lib/roles/roles-of.ts'
import type { OrderMoments } from '../../lib/states/order-state.ts'
import type { Refused } from '../decide/decided.ts'
import type { AskedBy } from '../intents/call.ts'
import type { CameBy } from '../intents/enrollment.ts'
import type { Intent } from '../intents/intent.ts'
import type { LinkTarget } from '../intents/invitation.ts'
import type { Payment } from '../intents/order.ts'
import type { Problem } from '../intents/problem.ts'
import type { UndoIntent } from '../intents/undo.ts'
import type { Period } from '../rows/course.ts'
import type { Merge } from '../rows/merge.ts'
import type { MadeOfPerson, RecordedChange } from './deeds.ts'

/** Whoever asks: a key, a person, a job, an operator. It acts in its organization and below, never beside or above. */
export interface Caller {
  /** How what it asks is logged: all of one call are one operation. */
  readonly by: AskedBy
  readonly organization: { readonly id: number }
  readonly permissions: ReadonlySet<Permission>
  /** Teams of the organization in which it may do more than that. */
  readonly heldInTeams: readonly { readonly id: number; readonly permissions: ReadonlySet<Permission> }[]
}

/** Something that an action names, as it was found. */
export interface Thing {
  readonly id: number
  readonly organizationId: number
  /** Of its organization. */
  readonly path: readonly number[]
  readonly teamId: number | null
}

/** By the word for it, and by its id. */
export interface Things {
  readonly organization: Thing & WithRoles & { readonly slug: string; readonly timeZone: string }
  readonly team: Thing & WithRoles & { readonly isInUse: boolean }
  /** In the topmost organization in reach that they belong to. */
  readonly user: Thing & { readonly email: string }
  readonly seats: Thing & {
    readonly teamId: number
    readonly timeZone: string
    readonly productId: number
    readonly product: string
    /** Of the organization that sells it. */
    readonly sellerPath: readonly number[]
  }
  readonly group: Thing
  readonly enrollment: Thing & { readonly email: string; readonly course: string; readonly timeZone: string }
  readonly grant: Thing & { readonly email: string; readonly course: string }
  readonly invitation: Thing & { readonly email: string }
  readonly link: Thing & LinkTarget
  /** Somebody who followed a link. */
  readonly join: Thing & { readonly linkId: number; readonly email: string }
  readonly product: Thing & {
    /** Those whose learners hold seats of it, and the organizations that these are of. */
    readonly holders: { readonly teamIds: readonly number[]; readonly organizationIds: readonly number[] }
  }
  readonly operation: Thing &
    WithRoles &
    UndoFacts & {
      readonly userId: number | null
      readonly changes: readonly RecordedChange[]
      readonly touched: Pick<UndoIntent, 'emails' | 'teamIds' | 'groupIds' | 'courseIds' | 'members'>
      readonly made: MadeOfPerson
      /** Null: it is no merge that was done. */
      readonly merge: { readonly record: Merge; readonly email: string; readonly awayEmail: string } | null
    }
  /** Of a catalog, of whom it is sold by. */
  readonly item: Thing &
    Period & {
      readonly productId: number
      readonly seats: number
      readonly credits: string
      readonly isInUse: boolean
      /** Those, and all below these organizations. */
      readonly offeredTo: { readonly teamIds: readonly number[]; readonly organizationIds: readonly number[] }
    }
  readonly order: Thing & {
    /** Null: of nobody in particular. */
    readonly email: string | null
    readonly payment: Payment
    /** From what was bought of a catalog: of which organization that is. */
    readonly sold: readonly (Sold & { readonly lineId: number })[]
  }
}

/** What tells whether an operation can be undone. */
export interface UndoFacts {
  readonly kind: string
  readonly result: string
  /** Whether it is an undoing that withdrew an invitation. */
  readonly withdrew: boolean
  /** That it placed or changed, as it is now. */
  readonly order: (OrderMoments<unknown> & { readonly id: number; readonly reference: string | null }) | null
  /** The path of the organization from which it was done. Null: that is not known. */
  readonly doneFrom: readonly number[] | null
}

/** Something of a catalog, and the path of the organization whose that is. */
export interface Sold {
  readonly item: number
  readonly path: readonly number[]
}

/** Those that can be had there, of the organization itself and of those above. */
interface WithRoles {
  readonly roles: readonly OwnRole[]
}

export type Word = keyof Things

/** By its id; an organization by its slug too. */
export type Name<Which extends Word = Word> = readonly [word: Which, id: number | string]

/** Somebody in an organization, with the teams and groups of it that they are in, and the courses that came from it. */
export interface Person {
  readonly email: string
  readonly teamIds: readonly number[]
  readonly groupIds: readonly number[]
  /** Of what was given there and stands. */
  readonly courseIds: readonly number[]
}

/** Somebody who may be meant, whether or not of the organization at hand. */
export interface Known {
  readonly email: string
  readonly firstName: string
  /** Of the organizations that the person belongs to. */
  readonly paths: readonly (readonly number[])[]
  readonly teamIds: readonly number[]
}

/** By id, or by a normalized email, of now or of before. */
export type PersonName = { readonly user: number } | { readonly email: string }

/** What came by a reference, and of its order whose that was and whether it is given back, or never was given. */
export interface Given extends CameBy {
  readonly sold: readonly Sold[]
  readonly isOrderOver: boolean
}

/** What was found, in whatever organization. */
export interface Found {
  /** `within` an organization: there, or below it. */
  get<Which extends Word>(name: Name<Which>, within?: number): Things[Which] | undefined
  person(organizationId: number, userId: number): Person | undefined
  known(name: PersonName): Known | undefined
  given(organizationId: number, reference: string): Given | undefined
}

/** An intent, but for who asks it; and for its kind, where it is that of the rule. */
type Meant<Which extends Intent> = Which extends unknown
  ? Omit<Which, 'kind' | 'call' | 'problems'> & { readonly kind?: Which['kind'] }
  : never

/** What an action of one kind takes, and means. */
export interface Rule<Asked, Which extends Word, Intended extends Intent> {
  /** The kind of intent that it means, and of operation that it is. */
  readonly kind: Intended['kind'] & OperationKind
  readonly permission: Permission
  /** Whether who has the permission in teams alone may do it there: to what is of these teams. */
  readonly inTeams?: boolean
  // Methods: so any rule is one for all actions (`AnyRule`), which is only asked about its own (`ruleOf`).
  /** Of what it names the team that must be one of these. Null: none is said, and one must be. Absent: all of it must be of these. */
  team?(asked: Asked): number | null
  /** What it is done to; it is done in the organization of that. Null: to the caller's own, and nothing is looked up. */
  of(asked: Asked, caller: Caller): Name<Which> | null
  /** What it names besides. */
  also?(asked: Asked): readonly Name[]
  /** People whom it names, by id. */
  users?(asked: Asked): readonly number[]
  /** Whoever is meant, of an organization in reach or of none. */
  person?(asked: Asked): PersonName
  /** Tidied: what came by it there is found. */
  reference?(asked: Asked): string
  intent(asked: Asked, about: About<Which>): Meant<Intended> | Refused
}

export interface About<Which extends Word> {
  readonly thing: Things[Which]
  readonly found: Found
  /** With what it has in the teams that this is about. */
  readonly caller: Caller
  /** Whether it may do this in teams alone. */
  readonly isOfTeams: boolean
}

/** How it was sent. */
export interface AsSent {
  /** The caller's label for where it came from. */
  readonly source?: string
  /** What the face found wrong with it already: told to who may ask it. */
  readonly problems?: readonly Problem[]
}

/** What is wrong with what was sent, by field, in words. Null: nothing is. */
export function notValid(fields: Problems): Refused | null {
  const problems = wrongWith(fields)
  return problems.length > 0 ? { problems } : null
}

/** The same, of a face, to be told to who may ask (`AsSent`). */
export function wrongWith(fields: Problems): Problem[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    value ? [{ code: 'not_valid', field, value } as const] : [],
  )
}

/** Something is not there, as far as the caller may know. */
export function notThere(word: string, value: number | string): Refused {
  return { problems: [{ code: 'not_there', field: word, value }] }
}

/** Null: the caller may give the role there. */
export function refuseRole(value: string, { path, roles }: Thing & WithRoles, caller: Caller): Refused | null {
  const { organization, permissions } = caller
  const code = whyNotGiven(value, { path, roles }, { home: organization.id, permissions })
  return code && { problems: [{ code, field: 'role', value }] }
}

/** Of what an action takes besides its own permission. Null: the caller has them all. */
export function lacksOneOf({ permissions }: Caller, ...needed: readonly (Permission | false)[]): Refused | null {
  const lacking = needed.find(permission => permission && !permissions.has(permission))
  return lacking ? { problems: [{ code: 'lacks_permission', field: '', value: lacking }] } : null
}
