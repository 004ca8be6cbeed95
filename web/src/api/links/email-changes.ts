import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Answer } from '../reading.ts'

type EmailChange = Answer<'/api/email-changes/{token}'> | { state: 'unknown' }

/** Mails a link to the address, by which it is confirmed. */
export function askForEmail(body: { email: string; current_password: string }) {
  return getAnswer(client.POST('/api/me/email', { body }))
}

/** Looking at a link never spends it. */
export async function readEmailChange(token: string): Promise<EmailChange> {
  try {
    return await getAnswer(client.GET('/api/email-changes/{token}', { params: { path: { token } } }))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return { state: 'unknown' }
    throw error
  }
}

/** Spends the link: the account has the address from now on. */
export function confirmEmail(token: string) {
  return getAnswer(client.POST('/api/email-changes/{token}', { params: { path: { token } } }))
}
