/** Who asked. A key that is not ours is an actor too: it is logged by the prefix it showed. */
export type Actor =
  | { readonly kind: 'apiKey'; readonly id: number; readonly prefix: string }
  | { readonly kind: 'unknownKey'; readonly prefix: string }
  /** `impersonatorId`: who acted as the person. */
  | { readonly kind: 'user'; readonly id: number; readonly impersonatorId?: number }
  | { readonly kind: 'system' }

/** By whom something is asked, from where, and when. */
export interface AskedBy {
  readonly actor: Actor
  /** The caller's own label, such as `pabbly`. */
  readonly source: string | null
  readonly ip: string | null
  /** When it came in: durations are counted from here. */
  readonly receivedAt: Date
  /** The organization in which the caller is allowed to: this one, or one above. Absent: this one. */
  readonly actsFrom?: number
  /** The id that its operation is to have. Absent: a new one. */
  readonly operationId?: number | null
}

/** The circumstances of one thing that was asked; they become its operation. */
export interface Call extends AskedBy {
  /** The organization it acts in; null when the caller could not be placed. */
  readonly organizationId: number | null
  /** Whether the caller may correct the name of somebody who is there already. Absent: no. */
  readonly mayRename?: boolean
}
