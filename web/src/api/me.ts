import { queryOptions } from '@tanstack/react-query'
import { client, getAnswer } from './client.ts'
import type { paths } from './schema.gen.ts'

type Answer<Path extends '/api/auth/get-session' | '/api/me/courses'> =
  paths[Path]['get']['responses'][200]['content']['application/json']

export type User = NonNullable<Answer<'/api/auth/get-session'>['user']>
export type Course = Answer<'/api/me/courses'>['courses'][number]
export type Item = Course['items'][number]

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => (await getAnswer(client.GET('/api/auth/get-session'))).user,
})

export const coursesQuery = queryOptions({
  queryKey: ['me', 'courses'],
  queryFn: async () => (await getAnswer(client.GET('/api/me/courses'))).courses,
})
