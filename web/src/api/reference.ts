/** A reference that somebody gave. A call without one is known by the key it may be repeated with: nothing for people to read. */
export function givenReference(reference: string | null): string | null {
  return reference?.startsWith('idempotency-key ') ? null : reference
}
