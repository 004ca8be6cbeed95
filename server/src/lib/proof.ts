/** What is dangerous asks a session for a new proof of who holds it: somebody may have found the browser open. */
import { Refusal } from './refusal.ts'

/** By what: `provider` is signing in anew where the person signs in. */
export const proofs = ['password', 'authenticator', 'passkey', 'provider'] as const

export type Proof = (typeof proofs)[number]

const minutes = 10

export class ProofNeeded extends Refusal {
  /** What is taken from this person. */
  readonly how: readonly Proof[]

  constructor(how: readonly Proof[]) {
    super('proof_needed', 'Show once more that it is you: this takes a proof of the last ten minutes.')
    this.how = how
  }
}

export function isProven({ provenAt }: { readonly provenAt: Date }, now: Date): boolean {
  return now.getTime() - provenAt.getTime() < minutes * 60_000
}
