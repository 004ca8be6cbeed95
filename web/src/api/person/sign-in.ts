import { notFound } from '@tanstack/react-router'
import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Answer } from '../reading.ts'
import { finishSignIn } from './second-factor.ts'

/** How an organization's people sign in, and how it looks. */
type WaysInThere = Answer<'/api/sign-in/ways/{slug}'>
export type WaysIn = Pick<WaysInThere, 'password' | 'providers'>
export type Provider = WaysIn['providers'][number]

/** By the domain of an address alone, whoever's it is. */
export function findWays(email: string) {
  return getAnswer(client.POST('/api/sign-in/ways', { body: { email } }))
}

/** Of an organization's own page; not found where there is none. */
export async function findWaysThere(slug: string): Promise<WaysInThere> {
  try {
    return await getAnswer(client.GET('/api/sign-in/ways/{slug}', { params: { path: { slug } } }))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') throw notFound()
    throw error
  }
}

/** The address that leads to a provider, and back to a page of ours. */
export function startAt({ url }: Provider, to: string | undefined, email?: string): string {
  const query = new URLSearchParams({ to: to ?? '/', ...(email && { login_hint: email }) })
  return `${url}?${query}`
}

/** Joins the account that is signed in with what a provider said; gives where to go on. */
export async function proveAccount(ticket: string): Promise<string> {
  return (await getAnswer(client.POST('/api/sign-on/prove', { body: { ticket } }))).url
}

/** Answers with who signed in. A wrong address or password is an `ApiError` with code `unauthenticated`. */
export async function signIn(email: string, password: string) {
  return finishSignIn(await getAnswer(client.POST('/api/auth/sign-in/email', { body: { email, password } })))
}

export function signOut() {
  return getAnswer(client.POST('/api/auth/sign-out'))
}
