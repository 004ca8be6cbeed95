/** In which browsers I am signed in. */
import { queryOptions } from '@tanstack/react-query'
import { client, getAnswer } from '../client.ts'
import type { Answer } from '../reading.ts'

export type Session = Answer<'/api/me/sessions'>['sessions'][number]

export const mySessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async () => (await getAnswer(client.GET('/api/me/sessions'))).sessions,
})

/** One of them, or all but this one. */
export async function endMySessions(id: number | 'others'): Promise<unknown> {
  if (id === 'others') return getAnswer(client.DELETE('/api/me/sessions'))
  return getAnswer(client.DELETE('/api/me/sessions/{id}', { params: { path: { id } } }))
}
