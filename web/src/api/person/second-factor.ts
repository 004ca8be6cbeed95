/** The step between a right password and being signed in, for who has set it up: a page asks for it, whatever led there. */
import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Answer } from '../reading.ts'

type User = NonNullable<Answer<'/api/auth/get-session'>['user']>

/** What an account takes for it, as the server calls it. */
export type FactorKind = 'authenticator' | 'passkey' | 'recovery_code'

/** Shows the person the question; null: it was left open. */
type Ask = (kinds: readonly FactorKind[]) => Promise<User | null>

let ask: Ask | null = null

/** Gives how to end it. */
export function onSecondFactor(asked: Ask): () => void {
  ask = asked
  return () => {
    if (ask === asked) ask = null
  }
}

/** Of what a way in answered, who is signed in; first the step, where one is asked for. */
export async function finishSignIn(answer: { user: User } | { second_factor: FactorKind[] }): Promise<User> {
  if ('user' in answer) return answer.user
  const user = await ask?.(answer.second_factor)
  if (!user) throw new ApiError('second_factor_wanted')
  return user
}

/** Once; a wrong code is an `ApiError` about the field, and `unauthenticated` says to begin again. */
export async function showSecondFactor(code: string) {
  return (await getAnswer(client.POST('/api/auth/second-factor', { body: { code } }))).user
}
