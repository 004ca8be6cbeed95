/** The step between a right password and being signed in, for who has set it up: a page asks for it, whatever led there. */
import { queryOptions } from '@tanstack/react-query'
import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Answer } from '../reading.ts'

type User = NonNullable<Answer<'/api/auth/get-session'>['user']>

/** Shows the person the question; null: it was left open. */
type Ask = () => Promise<User | null>

let ask: Ask | null = null

/** Gives how to end it. */
export function onSecondFactor(asked: Ask): () => void {
  ask = asked
  return () => {
    if (ask === asked) ask = null
  }
}

/** Of what a way in answered, who is signed in; first the step, where one is asked for. */
export async function finishSignIn(answer: { user: User } | { second_factor: unknown }): Promise<User> {
  if ('user' in answer) return answer.user
  const user = await ask?.()
  if (!user) throw new ApiError('second_factor_wanted')
  return user
}

/** Once; a wrong code is an `ApiError` about the field, and `unauthenticated` says to begin again. */
export async function showSecondFactor(code: string) {
  return (await getAnswer(client.POST('/api/auth/second-factor', { body: { code } }))).user
}

export const secondFactorQuery = queryOptions({
  queryKey: ['me', 'second-factor'],
  queryFn: () => getAnswer(client.GET('/api/me/second-factor')),
})

export function beginAuthenticator(current_password: string) {
  return getAnswer(client.POST('/api/me/authenticator', { body: { current_password } }))
}

/** Answers the recovery codes, which are told once. */
export async function confirmAuthenticator(code: string) {
  return (await getAnswer(client.POST('/api/me/authenticator/confirmation', { body: { code } }))).recovery_codes
}

export async function renewRecoveryCodes(current_password: string) {
  return (await getAnswer(client.POST('/api/me/recovery-codes', { body: { current_password } }))).recovery_codes
}

export function removeAuthenticator(current_password: string) {
  return getAnswer(client.POST('/api/me/authenticator/removal', { body: { current_password } }))
}
