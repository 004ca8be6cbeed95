export type ArrayElement = string | number | Date | Buffer | null

/**
 * A one-dimensional array as PostgreSQL reads it (documentation, "Array Input and Output Syntax"). node-postgres writes the
 * same, but slowly, and a Date in local time.
 */
export function arrayLiteral(elements: readonly ArrayElement[]): string {
  return `{${elements.map(elementLiteral).join(',')}}`
}

function elementLiteral(element: ArrayElement): string {
  if (element === null) return 'NULL'
  if (typeof element === 'number') return String(element)
  if (typeof element === 'string') return `"${/["\\]/.test(element) ? element.replace(/["\\]/g, '\\$&') : element}"`
  return element instanceof Date ? `"${element.toISOString()}"` : `"\\\\x${element.toString('hex')}"`
}
