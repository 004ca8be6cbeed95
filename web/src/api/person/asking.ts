/** What a call may want of the person before it goes on: whoever shows the page asks there, and says whether to go on. */
type Ask<Of extends readonly unknown[]> = (...of: Of) => Promise<boolean>

export interface Asking<Of extends readonly unknown[]> {
  /** False: they would not, or no page asks. */
  ask: Ask<Of>
  /** Gives how to end it. */
  onAsked: (asked: Ask<Of>) => () => void
}

function createAsking<Of extends readonly unknown[]>(): Asking<Of> {
  let current: Ask<Of> | null = null
  return {
    ask: async (...of) => (await current?.(...of)) ?? false,
    onAsked(asked) {
      current = asked
      return () => {
        if (current === asked) current = null
      }
    },
  }
}

/** A session that ended while something was under way: whether the same person is signed in again. */
export const sessionOver = createAsking<[]>()

/** By what they may prove that it is them, as the server calls it. */
export type Proof = 'password' | 'authenticator' | 'passkey' | 'provider'

/** Something dangerous, by a session that was proven some time ago: whether it is proven now. */
export const proofNeeded = createAsking<[how: readonly Proof[]]>()
