import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { CheckboxList } from '../../fields/chosen/checkbox-list.tsx'
import { words } from '../../text/words.ts'
import { noProblems, ProblemsContext } from '../../ui/form/problems.ts'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { byResource } from './by-resource.ts'

interface Props<Name extends string> {
  name: NoInfer<Name>
  isChosen: (permission: string) => boolean
  /** None of them can be changed: the page says why. */
  isReadOnly?: boolean
}

/** What a role or a key allows. Nobody gives what they do not have. `Fields.list` reads it. */
export function PermissionsField<Name extends string = never>({ name, isChosen, isReadOnly = false }: Props<Name>) {
  const { organization, permissions: own } = useActing()
  const problems = useContext(ProblemsContext)
  const permissions = useQuery(reading(organization, '/api/permissions'))
  return (
    <Loaded query={permissions}>
      {({ data }) => (
        <div className="gap-x-8 sm:columns-2">
          {byResource(data).map((group, index) => (
            <div key={group.resource} className="mb-6 break-inside-avoid">
              {/* All of them are one field: what is wrong with it is said once. */}
              <ProblemsContext value={index === 0 ? problems : noProblems}>
                <CheckboxList<Name>
                  name={name}
                  label={group.name}
                  options={group.permissions.map(({ name, says }) => ({ id: name, name: says }))}
                  defaultValue={group.permissions.map(({ name }) => name).filter(isChosen)}
                  isReadOnly={isReadOnly}
                  whyNot={permission => (isReadOnly || own.has(permission) ? null : words.roles.notYours)}
                />
              </ProblemsContext>
            </div>
          ))}
        </div>
      )}
    </Loaded>
  )
}
