import { Refusal } from '../lib/refusal.ts'
import type { Actor } from '../provisioning/intents/call.ts'

/** For what belongs to a person alone. Throws `forbidden`: somebody acts as the person. */
export function requireOneself(actor: Actor): void {
  if (actor.kind !== 'user' || actor.impersonatorId === undefined) return
  throw new Refusal('forbidden', 'You act as somebody else: only they can do this. Go back to your own account first.')
}
