/** Of a thing, and whoever changes it: what no form holds. */
const besideForms = ['updated_at', 'archived_at', 'suspended_at', 'revoked_at']

/** Whether two states of a thing differ in nothing that a form could overwrite. */
export function isSameToForms(one: object | undefined, other: object | undefined): boolean {
  return write(one) === write(other)
}

function write(thing: object | undefined): string {
  return JSON.stringify(thing, (field, value) => (besideForms.includes(field) ? undefined : value)) ?? ''
}
