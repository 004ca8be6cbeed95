import type { By } from '../operations/record-operation.ts'

/** Whoever may run the command line on the server may do everything; the log shows that it was done here. */
export function operator(): By {
  return { actor: { kind: 'system' }, source: 'cli', ip: null, receivedAt: new Date() }
}
