import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { nameOfRole } from '../../api/called.ts'
import { type Answer, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { useRoles } from '../../fields/chosen/use-roles.ts'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { NameIn } from '../../ui/form/fields.ts'

export type Mapping = Answer<'/api/identity-providers/{id}/mappings'>['data'][number]
type Own = NameIn<Sent<'/api/identity-providers/{id}/mappings', 'put'>['mappings'][number]>
/** `gives` is the form's own: which of the three it is. */
export type MappingName = `mappings.${number}` | `mappings.${number}.${Own | 'gives'}`

const { mappings: say } = words.signOn
const kinds = ['group', 'team', 'organization_role'] as const
type Kind = (typeof kinds)[number]

interface Props {
  index: number
  /** Undefined: a new one. */
  mapping: Mapping | undefined
  onRemove: () => void
}

export function MappingRow({ index, mapping, onRemove }: Props) {
  const name = `mappings.${index}` as const
  const [kind, choose] = useState<Kind>(kinds.find(one => mapping?.[one] !== undefined) ?? 'group')
  return (
    <fieldset className="flex flex-col gap-4 rounded-xl border border-line p-4">
      <legend className="sr-only">{say.row(index + 1)}</legend>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField<MappingName>
          name={`${name}.claim`}
          label={say.claim}
          hint={say.claimHint}
          defaultValue={mapping?.claim ?? ''}
          autoComplete="off"
        />
        <TextField<MappingName>
          name={`${name}.value`}
          label={say.value}
          hint={say.valueHint}
          defaultValue={mapping?.value ?? ''}
          autoComplete="off"
          isRequired
        />
        <SelectField<MappingName>
          name={`${name}.gives`}
          label={say.gives}
          options={kinds.map(id => ({ id, name: say.kinds[id] }))}
          defaultValue={kind}
          onChange={id => choose(kinds.find(one => one === id) ?? 'group')}
        />
        {kind === 'organization_role' ? (
          <RoleGiven
            name={`${name}.organization_role`}
            label={say.organizationRole}
            role={mapping?.organization_role}
          />
        ) : (
          <PlaceGiven key={kind} name={`${name}.${kind}`} kind={kind} id={mapping?.[kind]} />
        )}
        {kind === 'team' && <RoleGiven name={`${name}.role`} label={say.teamRole} role={mapping?.role ?? 'learner'} />}
        <SelectField<MappingName>
          name={`${name}.follow`}
          label={say.follow}
          options={[
            { id: 'add', name: say.follows.add },
            { id: 'follow', name: say.follows.follow },
          ]}
          defaultValue={mapping?.follow ? 'follow' : 'add'}
        />
      </div>
      <div>
        <Action icon={Trash2} onPress={onRemove}>
          {say.remove}
        </Action>
      </div>
    </fieldset>
  )
}

interface PlaceProps {
  name: MappingName
  kind: 'group' | 'team'
  /** Undefined: it is to be chosen. */
  id: number | undefined
}

/** What it gives stays as it was said; another place is another mapping. */
function PlaceGiven({ name, kind, id }: PlaceProps) {
  if (id !== undefined) return <PlaceKept name={name} kind={kind} id={id} />
  return kind === 'group' ? (
    <SearchField<MappingName, '/api/groups'>
      name={name}
      label={say.kinds.group}
      path="/api/groups"
      optionOf={({ id, name }) => ({ id, name })}
      isRequired
    />
  ) : (
    <SearchField<MappingName, '/api/teams'>
      name={name}
      label={say.kinds.team}
      path="/api/teams"
      optionOf={({ id, name }) => ({ id, name })}
      isRequired
    />
  )
}

function PlaceKept({ name, kind, id }: PlaceProps & { id: number }) {
  const { organization } = useActing()
  const group = useQuery({ ...reading(organization, '/api/groups/{id}', { path: { id } }), enabled: kind === 'group' })
  const team = useQuery({ ...reading(organization, '/api/teams/{id}', { path: { id } }), enabled: kind === 'team' })
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <span className="font-medium">{say.kinds[kind]}</span>
      <span dir="auto" className="py-2">
        {(group.data ?? team.data)?.name ?? id}
      </span>
      <input type="hidden" name={name} value={id} />
    </div>
  )
}

/** Nobody comes to be an owner by what a provider says. */
function RoleGiven({ name, label, role }: { name: MappingName; label: string; role: string | undefined }) {
  const { roles = [], isBeyond } = useRoles()
  const given = roles.filter(one => one.name === role || (one.name !== 'owner' && !isBeyond(one)))
  return (
    <SelectField<MappingName>
      key={roles.length}
      name={name}
      label={label}
      options={given.map(role => ({ id: role.name, name: nameOfRole(role) }))}
      defaultValue={role}
    />
  )
}
