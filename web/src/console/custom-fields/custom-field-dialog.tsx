import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { Edited } from '../../editing/edited.tsx'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import type { FieldProps } from '../../fields/look.ts'
import { NameFields } from '../../fields/written/name-fields.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { notify } from '../../ui/tell/notices.ts'

type Name = NameIn<Sent<'/api/custom-fields', 'post'>>

type CustomField = Row<'/api/custom-fields'>
type Kind = CustomField['kind']

interface Props {
  /** Undefined: a new one. */
  field: CustomField | undefined
  onClose: () => void
}

/** The short name and what it holds are said once, for good. */
export function CustomFieldDialog({ field, onClose }: Props) {
  const { organization, unless } = useActing()
  const [kind, choose] = useState<Kind>(field?.kind ?? 'text')
  const text = words.customFields
  const named = { name: 'label', label: text.label, hint: text.labelHint } satisfies FieldProps<Name>
  const { data } = useQuery({
    ...reading(organization, '/api/custom-fields/{id}', { path: { id: field?.id ?? 0 } }),
    initialData: field,
    enabled: field !== undefined,
  })
  return (
    <Dialog title={field ? text.editTitle(field.label) : text.addTitle} onClose={onClose}>
      <Edited thing={data}>
        {(field, api) => (
          <SendForm
            send={(fields: Fields<Name>) => {
              const changes = {
                label: fields.text('label'),
                choices: kind === 'choice' ? fields.list('choices') : undefined,
                required: fields.flag('required'),
              } satisfies Sent<'/api/custom-fields/{id}', 'patch'>
              return field
                ? api.PATCH('/api/custom-fields/{id}', { params: { path: { id: field.id } }, body: changes })
                : api.POST('/api/custom-fields', { body: { ...changes, name: fields.text('name'), kind } })
            }}
            onDone={() => {
              notify('done', field ? words.ui.saved : text.created)
              onClose()
            }}
            submitLabel={field ? words.ui.save : text.create}
            whyNot={unless('settings.edit')}
            onCancel={onClose}
          >
            {field ? (
              <TextField<Name> {...named} defaultValue={field.label} isRequired />
            ) : (
              <>
                <NameFields<Name> name={named} short={{ name: 'name', label: text.name, hint: text.nameHint }} />
                <SelectField<Name>
                  name="kind"
                  label={text.kind}
                  options={Object.entries(text.kinds).map(([id, name]) => ({ id, name }))}
                  defaultValue={kind}
                  onChange={id => choose(id as Kind)}
                />
              </>
            )}
            {kind === 'choice' && (
              <TagsField<Name>
                name="choices"
                label={text.choices}
                hint={text.choicesHint}
                defaultValue={field?.choices ? [...field.choices] : []}
              />
            )}
            <SwitchField<Name>
              name="required"
              label={text.requiredLabel}
              hint={text.requiredHint}
              isOn={field?.required ?? false}
            />
          </SendForm>
        )}
      </Edited>
    </Dialog>
  )
}
