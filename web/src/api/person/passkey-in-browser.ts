/** What is done with passkeys, in the browser and with the server: loaded with the first one. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Passkey } from './authenticator.ts'

export async function signInByPasskey() {
  const passkey = await show(await getAnswer(client.POST('/api/auth/sign-in/passkey/options')))
  return (await getAnswer(client.POST('/api/auth/sign-in/passkey', { body: { passkey } }))).user
}

export async function showFactorPasskey() {
  const passkey = await show(await getAnswer(client.POST('/api/auth/second-factor/passkey/options')))
  return (await getAnswer(client.POST('/api/auth/second-factor/passkey', { body: { passkey } }))).user
}

/** Answers the recovery codes, which are told once: none, where there were some. */
export async function addPasskey({ name, current_password }: { name: string; current_password: string }) {
  const options = await getAnswer(client.POST('/api/me/passkeys/options', { body: { current_password } }))
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
  const passkey = await startRegistration({ optionsJSON }).catch(sayWhy)
  return (await getAnswer(client.POST('/api/me/passkeys', { body: { name, passkey } }))).recovery_codes
}

export function renamePasskey({ id, name }: Pick<Passkey, 'id' | 'name'>) {
  return getAnswer(client.PATCH('/api/me/passkeys/{id}', { params: { path: { id } }, body: { name } }))
}

export function removePasskey({ id, current_password }: { id: number; current_password: string }) {
  const params = { path: { id } }
  return getAnswer(client.POST('/api/me/passkeys/{id}/removal', { params, body: { current_password } }))
}

function show(options: { challenge: string }) {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
  return startAuthentication({ optionsJSON }).catch(sayWhy)
}

/** The browser does not say more than this: it would tell pages what somebody has. */
function sayWhy(error: Error): never {
  if (error.name === 'InvalidStateError') throw new ApiError('passkey_there')
  const isGivenUp = error.name === 'NotAllowedError' || error.name === 'AbortError'
  throw new ApiError(isGivenUp ? 'passkey_given_up' : 'passkey_impossible')
}
