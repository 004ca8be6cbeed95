import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { CheckboxList } from '../../fields/checkbox-list.tsx'
import { SelectField } from '../../fields/select-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/fields.ts'
import { Loaded } from '../../ui/loaded.tsx'

type Scope = Answer<'/api/keys/{id}'>['scopes'][number]

const kinds = ['provision', 'read', 'manage', 'custom'] as const

/** A bundle, or single permissions. The field that says which kind it is has the bundle's name as its value. */
export function ScopesField({ defaultValue }: { defaultValue: readonly Scope[] }) {
  const [only] = defaultValue
  const isBundle = defaultValue.length === 1 && kinds.some(kind => kind === only)
  const [kind, setKind] = useState<string>(isBundle && only ? only : 'custom')
  return (
    <>
      <SelectField
        name="scopes"
        label={words.keys.scopes}
        defaultValue={kind}
        onChange={setKind}
        options={kinds.map(id => ({ id, name: words.keys.scopeKinds[id] }))}
      />
      {kind === 'custom' && <Permissions defaultValue={isBundle ? [] : defaultValue} />}
    </>
  )
}

export function readScopes(fields: Fields): Scope[] {
  return fields.list('scopes').filter(scope => scope !== 'custom') as Scope[]
}

function Permissions({ defaultValue }: { defaultValue: readonly Scope[] }) {
  const { organization, unless } = useActing()
  const list = useQuery(reading(organization, '/api/permissions'))
  return (
    <Loaded query={list}>
      {({ data }) => {
        const options = data.map(({ name, description }) => ({ id: name, name, hint: description }))
        // A bundle among them, as a program may have chosen, stays unless it is taken away.
        const bundles = kinds.filter(kind => kind !== 'custom' && !options.some(({ id }) => id === kind))
        const chosen = bundles.filter(kind => (defaultValue as readonly string[]).includes(kind))
        return (
          <CheckboxList
            name="scopes"
            label={words.keys.permissions}
            defaultValue={[...defaultValue]}
            options={[...chosen.map(id => ({ id, name: words.keys.scopeKinds[id] })), ...options]}
            whyNot={id => {
              const option = data.find(({ name }) => name === id)
              return option ? unless(option.name) : null
            }}
          />
        )
      }}
    </Loaded>
  )
}
