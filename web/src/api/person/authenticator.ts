/** What people have of second factors, and do about their authenticator program and recovery codes. */
import { queryOptions } from '@tanstack/react-query'
import { client, getAnswer } from '../client.ts'
import type { Answer } from '../reading.ts'

export const secondFactorQuery = queryOptions({
  queryKey: ['me', 'second-factor'],
  queryFn: () => getAnswer(client.GET('/api/me/second-factor')),
})

export type Passkey = Answer<'/api/me/passkeys'>['passkeys'][number]

export const passkeysQuery = queryOptions({
  queryKey: ['me', 'passkeys'],
  queryFn: async () => (await getAnswer(client.GET('/api/me/passkeys'))).passkeys,
})

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
