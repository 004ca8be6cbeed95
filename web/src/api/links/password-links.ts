import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import { finishSignIn } from '../person/second-factor.ts'
import type { paths } from '../schema.gen.ts'

export type KnownLink = paths['/api/password-links/{token}']['get']['responses'][200]['content']['application/json']

/** `unknown` stands for used and superseded links too: the server does not tell them apart. */
type PasswordLink = KnownLink | { state: 'unknown' }

/** Looking at a link never spends it. */
export async function readPasswordLink(token: string): Promise<PasswordLink> {
  try {
    return await getAnswer(client.GET('/api/password-links/{token}', { params: { path: { token } } }))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return { state: 'unknown' }
    throw error
  }
}

/** Spends the link and signs its person in, who is returned. */
export async function setPassword(token: string, password: string) {
  const call = client.POST('/api/password-links/{token}', { params: { path: { token } }, body: { password } })
  return finishSignIn(await getAnswer(call))
}

/** Mails a fresh link in place of an expired one. */
export function renewPasswordLink(token: string) {
  return getAnswer(client.POST('/api/password-links/{token}/renewal', { params: { path: { token } } }))
}

/** Mails a link to the address if it has an account; the answer does not tell whether it has. */
export function requestPasswordLink(email: string) {
  return getAnswer(client.POST('/api/password-requests', { body: { email } }))
}
