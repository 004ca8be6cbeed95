/** How the Northpass dialect behaves for one organization: there were two answers to a few things, and clients of both. */
export interface NorthpassSettings {
  /** To making a group whose name is there: that group, or 409. */
  readonly existing_group: 'return' | 'conflict'
  /** To making a person who is there: that person, or 422. */
  readonly existing_person: 'return' | 'refuse'
  /** For each of its keys; 0: as many as they like. */
  readonly calls_a_second: number
  /** What was said from above: it holds here and below, whatever is said here. Null or absent: nothing was. */
  readonly most_calls_a_second?: number | null
}
