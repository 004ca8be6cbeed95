import { queryOptions } from '@tanstack/react-query'
import { client, clientOf, getAnswer } from '../client.ts'

/** As whom somebody else acts now, and until when; null: nobody does. */
export const impersonationQuery = queryOptions({
  queryKey: ['me', 'impersonation'],
  queryFn: async () => {
    const { user, impersonated_by: by } = await getAnswer(client.GET('/api/me'))
    return by && { name: `${user.first_name} ${user.last_name}`.trim() || user.email, endsAt: by.ends_at }
  },
  staleTime: 60_000,
})

/** Makes the session that of somebody else, for an hour at most. */
export function startImpersonation(organization: string, id: number) {
  return getAnswer(clientOf(organization).POST('/api/users/{id}/impersonation', { params: { path: { id } } }))
}

export function endImpersonation() {
  return getAnswer(client.DELETE('/api/me/impersonation'))
}

/** All that was read was another person's: the application begins anew, at home. */
export function beginAnew() {
  location.assign('/')
}
