import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { CustomFieldDialog } from './custom-field-dialog.tsx'

type CustomField = Row<'/api/custom-fields'>

/** What the organization keeps about people. */
export function CustomFieldsPage() {
  const { api, unless } = useActing()
  const [edited, edit] = useState<CustomField | 'new' | null>(null)
  const [leaving, leave] = useState<{ fields: CustomField[]; clear: () => void } | null>(null)
  const columns = useColumns(edit)
  const addButton = (
    <Action look="main" icon={Plus} whyNot={unless('settings.edit')} onPress={() => edit('new')}>
      {words.customFields.add}
    </Action>
  )
  return (
    <Page title={words.customFields.title} about={words.customFields.about} actions={addButton}>
      <List
        label={words.customFields.title}
        path="/api/custom-fields"
        columns={columns}
        bulk={(fields, clear) => (
          <Action look="danger" whyNot={unless('settings.edit')} onPress={() => leave({ fields, clear })}>
            {words.customFields.remove}
          </Action>
        )}
        empty={
          <Empty title={words.customFields.emptyTitle} hint={words.customFields.emptyHint}>
            {addButton}
          </Empty>
        }
        hasCsv
      />
      {edited && <CustomFieldDialog field={edited === 'new' ? undefined : edited} onClose={() => edit(null)} />}
      {leaving && (
        <PlanDialog
          title={words.customFields.removeTitle(leaving.fields.length)}
          hint={words.customFields.removeHint}
          steps={leaving.fields.map(({ id, label }) => ({
            name: label,
            plan: () => api.DELETE('/api/custom-fields/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
          }))}
          doLabel={words.customFields.remove}
          isDangerous
          onClose={() => leave(null)}
          onDone={leaving.clear}
        />
      )}
    </Page>
  )
}

function useColumns(edit: (field: CustomField) => void): Column<CustomField>[] {
  const { columns, kinds } = words.customFields
  return [
    {
      id: 'label',
      name: columns.label,
      grow: 2,
      cell: field => (
        <button type="button" onClick={() => edit(field)} className={`cursor-pointer ${rowLook}`}>
          {field.label}
        </button>
      ),
    },
    { id: 'name', name: columns.name, sort: 'name', cell: ({ name }) => name },
    { id: 'kind', name: columns.kind, cell: ({ kind }) => kinds[kind], onPhone: true },
    {
      id: 'required',
      name: columns.required,
      cell: ({ required }) => (required ? words.customFields.required : words.customFields.optional),
    },
    { id: 'choices', name: columns.choices, grow: 2, cell: ({ choices }) => choices.join(', ') },
  ]
}
