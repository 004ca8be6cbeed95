import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting.ts'
import { reading } from '../../api/reading.ts'
import { CheckboxList } from '../../fields/checkbox-list.tsx'
import { words } from '../../text/words.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { byResource } from './by-resource.ts'

interface Props {
  chosen: readonly string[]
  /** None of them can be changed: the page says why. */
  isReadOnly?: boolean
}

/** What a role allows. Nobody gives what they do not have. */
export function PermissionChoice({ chosen, isReadOnly = false }: Props) {
  const { organization, permissions: own } = useActing()
  const permissions = useQuery(reading(organization, '/api/permissions'))
  return (
    <Loaded query={permissions}>
      {({ data }) => (
        <div className="gap-x-8 sm:columns-2">
          {byResource(data).map(({ resource, name, permissions }) => (
            <div key={resource} className="mb-6 break-inside-avoid">
              <CheckboxList
                name="permissions"
                label={name}
                options={permissions.map(({ name, description }) => ({ id: name, name: description }))}
                defaultValue={chosen.filter(name => name.split('.')[0] === resource)}
                isReadOnly={isReadOnly}
                whyNot={name => (isReadOnly || own.has(name) ? null : words.roles.notYours)}
              />
            </div>
          ))}
        </div>
      )}
    </Loaded>
  )
}
