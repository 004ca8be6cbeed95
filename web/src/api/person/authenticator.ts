/** What people do about their own authenticator program and recovery codes. */
import { client, getAnswer } from '../client.ts'

export function beginAuthenticator(current_password: string) {
  return getAnswer(client.POST('/api/me/authenticator', { body: { current_password } }))
}

/** Answers the recovery codes, which are told once: none, where a passkey gave some. */
export async function confirmAuthenticator(code: string) {
  return (await getAnswer(client.POST('/api/me/authenticator/confirmation', { body: { code } }))).recovery_codes
}

export async function renewRecoveryCodes(current_password: string) {
  return (await getAnswer(client.POST('/api/me/recovery-codes', { body: { current_password } }))).recovery_codes
}

export function removeAuthenticator(current_password: string) {
  return getAnswer(client.POST('/api/me/authenticator/removal', { body: { current_password } }))
}
