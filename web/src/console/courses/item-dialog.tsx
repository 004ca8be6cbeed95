import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { Edited } from '../../editing/edited.tsx'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { notify } from '../../ui/tell/notices.ts'

type Item = Row<'/api/courses/{id}/items'>

type Name = NameIn<Sent<'/api/courses/{id}/items', 'post'>> & NameIn<Sent<'/api/items/{id}', 'patch'>>

/** A new item at the end of the course, or one that is there. */
export function ItemDialog({ course, item, onClose }: { course: number; item?: Item; onClose: () => void }) {
  const { organization } = useActing()
  const { data } = useQuery({
    ...reading(organization, '/api/items/{id}', { path: { id: item?.id ?? 0 } }),
    initialData: item,
    enabled: item !== undefined,
  })
  return (
    <Dialog title={item ? words.courses.editItem : words.courses.addItem} onClose={onClose}>
      <Edited thing={data}>
        {(item, api) => (
          <SendForm
            send={(fields: Fields<Name>) =>
              item
                ? api.PATCH('/api/items/{id}', { params: { path: { id: item.id } }, body: readItem(fields) })
                : api.POST('/api/courses/{id}/items', { params: { path: { id: course } }, body: readItem(fields) })
            }
            onDone={() => {
              notify('done', item ? words.ui.saved : words.courses.itemAdded)
              onClose()
            }}
            submitLabel={item ? words.ui.save : words.courses.addItem}
            onCancel={onClose}
          >
            <TextField<Name> name="title" label={words.courses.itemTitle} defaultValue={item?.title ?? ''} isRequired />
            <SelectField<Name>
              name="kind"
              label={words.courses.kind}
              defaultValue={item?.kind ?? 'lesson'}
              options={Object.entries(words.courses.kinds).map(([id, name]) => ({ id, name }))}
            />
            <TextField<Name>
              name="launch_url"
              type="url"
              label={words.courses.launchUrl}
              defaultValue={item?.launch_url ?? ''}
              isRequired
            />
            <SwitchField<Name>
              name="starter"
              label={words.courses.starter}
              hint={words.courses.starterHint}
              isOn={item?.starter ?? true}
            />
          </SendForm>
        )}
      </Edited>
    </Dialog>
  )
}

function readItem(fields: Fields<Name>) {
  return {
    title: fields.text('title'),
    kind: fields.text('kind') as Item['kind'],
    launch_url: fields.text('launch_url'),
    starter: fields.flag('starter'),
  } satisfies Sent<'/api/items/{id}', 'patch'>
}
