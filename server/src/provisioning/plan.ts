import type { OperationKind } from '../lib/operation-kinds.ts'
import type { Call } from './intents/call.ts'
import type { Outcome } from './intents/outcome.ts'
import type { Problem } from './intents/problem.ts'
import type { Delivery, Event } from './rows/log.ts'
import type { MergeStep } from './rows/merge.ts'
import type { Membership, User } from './rows/person.ts'
import type { SeatCount } from './rows/place.ts'
import type { RowIn, TableName } from './rows/tables.ts'

/** What is to be written for a set of intents, and the answer to each, in their order. A value: it can be shown, or applied. */
export interface Plan {
  readonly now: Date
  /** What becomes of each table. */
  readonly rows: { readonly [Name in TableName]: ChangedRows<RowIn<Name>> }
  /** Those of the changed users who had a password: it ends, and so do their sessions. */
  readonly endedPasswords: readonly User[]
  /** Of allocations whose counts come out differently. The database counts; this is only shown. */
  readonly seatCounts: readonly CountedSeats[]
  readonly profiles: readonly Profile[]
  readonly merges: readonly MergeStep[]
  readonly operations: readonly Operation[]
  /** What happened, as far as a webhook listens, */
  readonly events: readonly Event[]
  /** and which are told of it. */
  readonly deliveries: readonly Delivery[]
  /** Whether other platforms are to be kept in step with what becomes of enrollments. */
  readonly isConnected: boolean
  readonly outcomes: readonly Outcome[]
  /** Of which operation each of the rows came, the last one that touched it. */
  readonly causes: ReadonlyMap<unknown, number>
  /** What stood where the changed rows go. */
  readonly before: ReadonlyMap<object, object>
  /** Where those who join an organization were members before, or invited. */
  readonly earlierMemberships: readonly Membership[]
}

export interface ChangedRows<Row> {
  readonly added: readonly Row[]
  readonly changed: readonly Row[]
  /** As they stood. */
  readonly removed: readonly Row[]
}

interface CountedSeats {
  readonly teamId: number
  /** By name. */
  readonly product: string
  readonly before: SeatCount
  readonly after: SeatCount
}

export interface Operation {
  readonly id: number
  readonly kind: OperationKind
  readonly call: Call
  readonly reference: string | null
  readonly email: string | null
  readonly userId: number | null
  /** Of who was refused, as they were sent. */
  readonly firstName: string | null
  readonly lastName: string | null
  readonly courses: readonly string[]
  readonly result: Outcome['result']
  readonly problems: readonly Problem[]
}

/** What an organization says about a person, laid over what it said before: null leaves it. */
export interface Profile {
  readonly userId: number
  readonly organizationId: number
  readonly externalId: string | null
  readonly tags: readonly string[] | null
  readonly customFields: Readonly<Record<string, unknown>> | null
  readonly locale: string | null
}
