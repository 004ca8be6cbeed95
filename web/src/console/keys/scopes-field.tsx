import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { CheckboxList } from '../../fields/chosen/checkbox-list.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { noProblems, ProblemsContext } from '../../ui/form/problems.ts'
import { PermissionsField } from '../roles/permissions-field.tsx'

type Name = NameIn<Sent<'/api/keys', 'post'>>

type Scope = Answer<'/api/keys/{id}'>['scopes'][number]

/** Short for many permissions at once. */
const presets: Readonly<Record<string, (permission: string) => boolean>> = {
  provision: permission => permission === 'provision',
  read: permission => permission.endsWith('.view'),
  manage: () => true,
}

/** A preset, or single permissions. The field that says which kind it is has the preset's name as its value. */
export function ScopesField({ defaultValue }: { defaultValue: readonly Scope[] }) {
  const { permissions: own } = useActing()
  const [only] = defaultValue
  const [kind, setKind] = useState<string>(defaultValue.length === 1 && only && only in presets ? only : 'custom')
  // What one begins with, choosing one by one: the preset that was chosen before.
  const [before, setBefore] = useState(kind)
  const begin = presets[before]
  // A preset among single permissions, as a program may have chosen, stays unless it is taken away.
  const mixed = begin ? [] : defaultValue.filter(scope => scope in presets && scope !== 'provision')
  return (
    <>
      <SelectField<Name>
        name="scopes"
        label={words.keys.scopes}
        defaultValue={kind}
        onChange={chosen => {
          setBefore(kind)
          setKind(chosen)
        }}
        options={Object.entries(words.keys.scopeKinds).map(([id, name]) => ({ id, name }))}
      />
      {kind === 'custom' && (
        // What is wrong with the scopes is said above, once.
        <ProblemsContext value={noProblems}>
          {mixed.length > 0 && (
            <CheckboxList<Name>
              name="scopes"
              label={words.keys.presets}
              options={mixed.map(id => ({ id, name: findWord(words.keys.scopeNames, id) ?? id }))}
              defaultValue={mixed}
            />
          )}
          <PermissionsField<Name>
            name="scopes"
            isChosen={begin ? name => begin(name) && own.has(name) : name => defaultValue.some(scope => scope === name)}
          />
        </ProblemsContext>
      )}
    </>
  )
}

export function readScopes(fields: Fields<Name>): Scope[] {
  return fields.list('scopes').filter(scope => scope !== 'custom') as Scope[]
}
