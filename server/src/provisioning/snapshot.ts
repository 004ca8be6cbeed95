/** The rows that a set of intents touches, as `load` reads them and `decide` reasons about them. */
import type { Course } from './rows/course.ts'
import type { MergeRows } from './rows/merge.ts'
import type { Organization } from './rows/organization.ts'
import { ofEachTable, type RowIn, type TableName } from './rows/tables.ts'

export interface Snapshot {
  readonly organizations: ReadonlyMap<number, Organization>
  /** By organization and name (`courseKey`). */
  readonly courses: ReadonlyMap<string, Course>
  /** Also those that nobody names. */
  readonly coursesById: ReadonlyMap<number, Course>
  /** By an address of before, the one of now. */
  readonly aliases: ReadonlyMap<string, string>
  /** Of the users who are members somewhere: those who are more than learners in any team. */
  readonly leadersOfTeams: ReadonlySet<number>
  /** Who goes by which external id. */
  readonly externalIds: readonly ExternalId[]
  readonly rows: Rows
  /** Of two accounts that are merged, or parted again; empty otherwise. */
  readonly merging: MergeRows
}

/** Of each table what is touched, in the order in which it was read; nothing of what only some intents touch for the others. */
export type Rows = { readonly [Name in TableName]: readonly RowIn<Name>[] }

export interface ExternalId {
  readonly userId: number
  readonly organizationId: number
  readonly externalId: string
}

export const noRows: Rows = ofEachTable(() => [])

export const noMerge: MergeRows = {
  memberships: [],
  teamMembers: [],
  groupMembers: [],
  waiters: [],
  claims: [],
  invitations: [],
  openedItems: [],
  owned: [],
  aliases: [],
}
