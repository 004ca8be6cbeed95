import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting.ts'
import { nameOfRole } from '../api/called.ts'
import { reading } from '../api/reading.ts'
import { SelectField } from './select-field.tsx'

interface Props {
  name?: string
  label: string
  /** What it means to leave it out; absent: somebody is a learner unless it is said. */
  whenAbsent?: string
}

/** One of the organization's roles that one may give: nobody gives what they do not have. Not there for who may not see them. */
export function RoleField({ name = 'role', label, whenAbsent }: Props) {
  const { organization, permissions, may } = useActing()
  const roles = useQuery({
    ...reading(organization, '/api/roles', { query: { limit: 200 } }),
    enabled: may('roles.view'),
  })
  if (!roles.data) return null
  const options = roles.data.data
    .filter(role => role.permissions.every(permission => permissions.has(permission)))
    .map(role => ({ id: role.name, name: nameOfRole(role) }))
  return (
    <SelectField
      name={name}
      label={label}
      defaultValue={whenAbsent ? '' : 'learner'}
      options={whenAbsent ? [{ id: '', name: whenAbsent }, ...options] : options}
    />
  )
}
