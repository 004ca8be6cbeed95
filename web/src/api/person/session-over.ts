/** A session that ended while something was under way: whoever shows the page may ask its person to sign in again. */
type Ask = () => Promise<boolean>

let ask: Ask | null = null

/** Gives how to end it. */
export function onSessionOver(asked: Ask): () => void {
  ask = asked
  return () => {
    if (ask === asked) ask = null
  }
}

/** Whether the same person is signed in again. */
export async function askToSignIn(): Promise<boolean> {
  return ask === null ? false : ask()
}
