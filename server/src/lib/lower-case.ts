/**
 * Small letters as PostgreSQL's `lower` makes them: letter by letter, whatever stands beside it. By the rules of a language
 * a sigma at the end of a word becomes another letter, and a dotted capital I becomes two.
 */
export function lowerCase(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase() // most are, and a call may name thousands
  return Array.from(text, letter => String.fromCodePoint(letter.toLowerCase().codePointAt(0) as number)).join('')
}

const isAscii = /^[\0-\x7f]*$/

/** The name of a course or a product as it is kept, of what somebody sent for it; an id is one. */
export function lowerName<Which extends number | string | null>(which: Which): Which {
  return (typeof which === 'string' ? lowerCase(which.trim()) : which) as Which
}
