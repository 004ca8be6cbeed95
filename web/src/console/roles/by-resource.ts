import type { Answer } from '../../api/reading.ts'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'

export type Permissions = Answer<'/api/permissions'>['data']

/** Permissions by what they are about, in the server's order. */
export function byResource(permissions: Permissions) {
  const groups = Map.groupBy(permissions, ({ name }) => name.split('.')[0] ?? name)
  return [...groups].map(([resource, permissions]) => ({
    resource,
    name: findWord(words.roles.resources, resource) ?? resource,
    permissions: permissions.map(({ name }) => ({ name, says: words.permissions[name] })),
  }))
}
