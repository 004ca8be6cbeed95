import { nameOfRole } from '../../api/called.ts'
import { SelectField } from './select-field.tsx'
import { useRoles } from './use-roles.ts'

interface Props<Name extends string> {
  name: NoInfer<Name>
  label: string
  /** What it means to leave it out; absent: somebody is a learner unless it is said. */
  whenAbsent?: string
}

/** One of the organization's roles that one may give: nobody gives what they do not have. Not there for who may not see them. */
export function RoleField<Name extends string = never>({ name, label, whenAbsent }: Props<Name>) {
  const { roles, isBeyond } = useRoles()
  if (!roles) return null
  const options = roles.filter(role => !isBeyond(role)).map(role => ({ id: role.name, name: nameOfRole(role) }))
  return (
    <SelectField<Name>
      name={name}
      label={label}
      defaultValue={whenAbsent ? '' : 'learner'}
      options={whenAbsent ? [{ id: '', name: whenAbsent }, ...options] : options}
    />
  )
}
