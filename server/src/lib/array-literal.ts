export type ArrayElement = string | number | Date | Buffer | null

/**
 * A one-dimensional array as PostgreSQL reads it (documentation, "Array Input and Output Syntax"). node-postgres writes the
 * same, but slowly, and a Date in local time.
 */
export function arrayLiteral(elements: readonly ArrayElement[]): string {
  let last: ArrayElement = null
  let literal = 'NULL'
  const literals = elements.map(element => {
    if (element !== last) {
      last = element
      literal = elementLiteral(element) // many columns hold the same value all the way down
    }
    return literal
  })
  return `{${literals.join(',')}}`
}

function elementLiteral(element: ArrayElement): string {
  if (element === null) return 'NULL'
  if (typeof element === 'number') return String(element)
  if (typeof element === 'string') return `"${/["\\]/.test(element) ? element.replace(/["\\]/g, '\\$&') : element}"`
  return element instanceof Date ? `"${element.toISOString()}"` : `"\\\\x${element.toString('hex')}"`
}
