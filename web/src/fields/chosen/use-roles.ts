import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'

type Role = Row<'/api/roles'>

/** The organization's roles, for who may see them, and which of them allow more than oneself: nobody gives or takes those. */
export function useRoles() {
  const { organization, permissions, may } = useActing()
  const { data } = useQuery({
    ...reading(organization, '/api/roles', { query: { limit: 200 } }),
    enabled: may('roles.view'),
  })
  const isBeyond = (role: Role) => role.permissions.some(permission => !permissions.has(permission))
  return { roles: data?.data, isBeyond }
}
