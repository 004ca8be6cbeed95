import type { Answer } from '../../api/reading.ts'
import { words } from '../../text/words.ts'

export type Permissions = Answer<'/api/permissions'>['data']

/** Permissions by what they are about, in the server's order. */
export function byResource(permissions: Permissions) {
  const groups = Map.groupBy(permissions, ({ name }) => name.split('.')[0] ?? name)
  return [...groups].map(([resource, permissions]) => ({
    resource,
    name: words.roles.resources[resource] ?? resource,
    permissions,
  }))
}
