import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { notify } from '../../ui/tell/notices.ts'
import type { Provider } from './provider-form.tsx'

type Attribute = Provider['attributes'][number]
type Name = `attributes.${number}.${keyof Attribute}`

const { attributes: say } = words.signOn
const times = ['first', 'each'] as const

/** What is kept of what the provider says of people. */
export function Attributes({ provider }: { provider: Provider }) {
  return (
    <Card title={say.title} isForm>
      <p className="text-quiet text-sm">{say.about}</p>
      <Edited thing={provider}>{(provider, api) => <AttributesForm provider={provider} api={api} />}</Edited>
    </Card>
  )
}

function AttributesForm({
  provider: { id, attributes },
  api,
}: {
  provider: Provider
  api: ReturnType<typeof useActing>['api']
}) {
  const { unless } = useActing()
  const [rows, setRows] = useState(
    attributes.map((attribute, key) => ({ key, attribute: attribute as Attribute | undefined })),
  )
  const add = () => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, attribute: undefined }])
  const read = (fields: Fields<Name>, index: number) => ({
    field: fields.text(`attributes.${index}.field`),
    claim: fields.optional(`attributes.${index}.claim`),
    when: times.find(when => when === fields.text(`attributes.${index}.when`)),
  })
  return (
    <SendForm
      send={(fields: Fields<Name>) =>
        api.PATCH('/api/identity-providers/{id}', {
          params: { path: { id } },
          body: { attributes: rows.map((_, index) => read(fields, index)) },
        })
      }
      onDone={() => notify('done', words.ui.saved)}
      whyNot={unless('settings.edit')}
    >
      {rows.map((row, index) => (
        <Row
          key={row.key}
          index={index}
          attribute={row.attribute}
          onRemove={() => setRows(rows.filter(other => other !== row))}
        />
      ))}
      <div>
        <Action icon={Plus} onPress={add}>
          {say.add}
        </Action>
      </div>
    </SendForm>
  )
}

interface RowProps {
  index: number
  attribute: Attribute | undefined
  onRemove: () => void
}

function Row({ index, attribute, onRemove }: RowProps) {
  const { organization } = useActing()
  const { data } = useQuery(reading(organization, '/api/custom-fields', { query: { limit: 200 } }))
  const names = Object.entries(say.names).map(([id, name]) => ({ id, name }))
  const own = (data?.data ?? []).map(({ name, label }) => ({ id: `custom_fields.${name}`, name: label }))
  const name = `attributes.${index}` as const
  return (
    <fieldset className="flex flex-col gap-4 rounded-xl border border-line p-4">
      <legend className="sr-only">{say.row(index + 1)}</legend>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <SelectField<Name>
          key={own.length}
          name={`${name}.field`}
          label={say.field}
          options={[...names, ...own]}
          defaultValue={attribute?.field}
          isRequired
        />
        <TextField<Name>
          name={`${name}.claim`}
          label={say.claim}
          hint={say.claimHint}
          defaultValue={attribute?.claim ?? ''}
          autoComplete="off"
        />
        <SelectField<Name>
          name={`${name}.when`}
          label={say.when}
          options={times.map(id => ({ id, name: say.times[id] }))}
          defaultValue={attribute?.when ?? 'first'}
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
