import type { Permission } from '../../api/person/me.ts'
import type { Fields } from '../../ui/form/fields.ts'

export function readPermissions(fields: Fields<'permissions'>) {
  return fields.list('permissions') as Permission[]
}
