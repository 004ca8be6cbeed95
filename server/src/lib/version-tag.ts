/** The state of a thing, as its `ETag` names it (RFC 9110): its `updated_at`, so that a row of a list tells it as well. */
export function versionTag(updatedAt: Date): string {
  return `"${updatedAt.toISOString()}"`
}

/** Whether what `If-Match` names is the state of the thing. Without the header it is. */
export function isMatch(ifMatch: string | undefined, updatedAt: Date): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true
  const seen = ifMatch.split(',').map(tag => tag.trim())
  return seen.includes(versionTag(updatedAt))
}

/** A thing that is to be changed, and in which state it was seen. */
export interface Seen {
  readonly id: number
  /** As `If-Match` says it; absent: in whatever state. */
  readonly ifMatch?: string
}
