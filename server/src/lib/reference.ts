/**
 * What callers call a purchase. Where they call it nothing it has a reference of our own, by the key that its call may be repeated
 * with: that holds a character which no face takes in a reference, so neither is ever taken for the other.
 */
export const ownMark = '\u0001'

/** A caller's reference as it is kept and looked for: without blanks around it, and one where there are several. */
export function tidyReference<Text extends string | null | undefined>(text: Text): Text {
  if (text?.startsWith(ownMark)) return text
  return (text?.trim().replace(/\s+/g, ' ') ?? text) as Text
}

/** Order numbers arrive as numbers as well as text, at every face. What is neither stays for the face to refuse. */
export function readReference<Sent>(sent: Sent): Exclude<Sent, number> | string {
  return Number.isSafeInteger(sent) ? String(sent) : (sent as Exclude<Sent, number>)
}

/** Of a call with an Idempotency-Key. */
export function referenceByKey(callerId: string | number, key: string): string {
  return `${ownMark}idempotency-key ${callerId} ${key}`
}

/** Of one element of such a call. */
export function referenceOfElement(reference: string, index: number): string {
  return `${reference}${ownMark}${index}`
}

/** As the caller gave it; null: it gave none. */
export function givenReference(reference: string | null): string | null {
  return reference?.startsWith(ownMark) ? null : reference
}
