/** What can be asked of the engine about two accounts of one person. */
import type { Merge } from '../rows/merge.ts'
import type { Call } from './call.ts'

interface Accounts {
  readonly call: Call
  /** Of the account that stays. */
  readonly email: string
  /** Of the other one: its address becomes an alias. */
  readonly emails: readonly [string]
  readonly keptId: number
  readonly awayId: number
  /** Within which organization both accounts must lie alone; null: the operator's, who may merge any. */
  readonly homeId: number | null
}

export interface MergeIntent extends Accounts {
  readonly kind: 'merge_users'
}

/** The second account is there again with its own. */
export interface UndoMergeIntent extends Accounts {
  readonly kind: 'undo_merge'
  /** The operation. */
  readonly target: { readonly id: number }
  readonly merge: Merge
}
