import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { type Mapping, type MappingName, MappingRow } from './mapping-row.tsx'

type New = Sent<'/api/identity-providers/{id}/mappings', 'put'>

const { mappings: say } = words.signOn

/** What a claim of the provider gives here. */
export function Mappings({ id }: { id: number }) {
  const { organization } = useActing()
  const mappings = useQuery(reading(organization, '/api/identity-providers/{id}/mappings', { path: { id } }))
  return (
    <Card title={say.title} isForm>
      <p className="text-quiet text-sm">{say.about}</p>
      <Loaded query={mappings}>
        {({ data }) => <MappingsForm key={JSON.stringify(data)} id={id} mappings={data} />}
      </Loaded>
    </Card>
  )
}

function MappingsForm({ id, mappings }: { id: number; mappings: readonly Mapping[] }) {
  const { api, unless } = useActing()
  const [rows, setRows] = useState(mappings.map((mapping, key) => ({ key, mapping: mapping as Mapping | undefined })))
  const add = () => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, mapping: undefined }])
  return (
    <SendForm
      send={(fields: Fields<MappingName>) =>
        api.PUT('/api/identity-providers/{id}/mappings', {
          params: { path: { id } },
          body: { mappings: rows.map((_, index) => readMapping(fields, index)) },
        })
      }
      onDone={() => notify('done', words.ui.saved)}
      whyNot={unless('settings.edit')}
    >
      {rows.map((row, index) => (
        <MappingRow
          key={row.key}
          index={index}
          mapping={row.mapping}
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

function readMapping(fields: Fields<MappingName>, index: number): New['mappings'][number] {
  const name = `mappings.${index}` as const
  const gives = fields.text(`${name}.gives`)
  return {
    claim: fields.optional(`${name}.claim`),
    value: fields.raw(`${name}.value`),
    follow: fields.text(`${name}.follow`) === 'follow',
    ...(gives === 'group' && { group: fields.number(`${name}.group`) }),
    ...(gives === 'team' && { team: fields.number(`${name}.team`), role: fields.optional(`${name}.role`) }),
    ...(gives === 'organization_role' && { organization_role: fields.text(`${name}.organization_role`) }),
  }
}
