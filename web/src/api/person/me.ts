import { queryOptions } from '@tanstack/react-query'
import { client, getAnswer, tagOf } from '../client.ts'
import type { Answer } from '../reading.ts'
import { finishSignIn } from './second-factor.ts'

export type User = NonNullable<Answer<'/api/auth/get-session'>['user']>
export type Course = Answer<'/api/me/courses'>['courses'][number]
export type Item = Course['items'][number]

export type Permission = Answer<'/api/permissions'>['data'][number]['name']

/** An organization where one belongs, with one's teams there, and what one may do in each. */
export type Belonging = Answer<'/api/me'>['organizations'][number]

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: findMe })

export async function findMe(): Promise<User | null> {
  return (await getAnswer(client.GET('/api/auth/get-session'))).user
}

export const coursesQuery = queryOptions({
  queryKey: ['me', 'courses'],
  queryFn: async () => (await getAnswer(client.GET('/api/me/courses'))).courses,
})

/** Oneself, and where one belongs. */
export const myselfQuery = queryOptions({
  queryKey: ['me', 'myself'],
  queryFn: () => getAnswer(client.GET('/api/me')),
  staleTime: 60_000,
})

export interface Profile {
  first_name: string
  last_name: string
  locale: string | null
}

/** `seen`: of which moment the profile is to who changes it. */
export async function saveProfile({ seen, ...body }: Profile & { seen: string }) {
  return (await getAnswer(client.PATCH('/api/me', { params: { header: { 'if-match': tagOf(seen) } }, body }))).user
}

/** Signs all one's other browsers out. */
export async function changePassword(body: { current_password: string; password: string }) {
  return finishSignIn(await getAnswer(client.POST('/api/me/password', { body })))
}

/** Where one belongs: what the menus follow. */
export const belongingsQuery = queryOptions({ ...myselfQuery, select: ({ organizations }) => organizations })

/** Where a second factor is asked for that one has not, the most pressing first. */
export const factorAskedQuery = queryOptions({
  ...myselfQuery,
  select: ({ second_factor_asked }) => second_factor_asked,
})

/** Where one belongs too, but what one came in by does not open. */
export const closedQuery = queryOptions({ ...myselfQuery, select: ({ closed }) => closed })

/** How the organizations look where one belongs: name, logo, colour. */
export const brandingQuery = queryOptions({
  queryKey: ['me', 'branding'],
  queryFn: async () => (await getAnswer(client.GET('/api/me/branding'))).data,
  staleTime: 60_000,
})
