import { useActing } from '../../acting/acting.ts'
import { useOnce } from '../../acting/once.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { notify } from '../../ui/tell/notices.ts'

type Name = NameIn<Sent<'/api/teams/{id}/credits', 'post'>> | 'direction'

interface Props {
  /** Absent: of the organization. */
  team: number | undefined
  name: string
  onClose: () => void
}

export function ChangeCredits({ team, name, onClose }: Props) {
  const { api, organization } = useActing()
  const format = useFormat()
  const once = useOnce()
  return (
    <Dialog title={words.credits.changeTitle} onClose={onClose}>
      <p className="text-quiet">{words.credits.changeHint(name)}</p>
      <SendForm
        send={(fields: Fields<Name>) => {
          const sign = fields.text('direction') === 'deduct' ? '-' : ''
          const sent = {
            amount: sign + fields.text('amount'),
            description: fields.optional('description'),
          } satisfies Sent<'/api/teams/{id}/credits', 'post'>
          return once(sent, (body, headers) =>
            team === undefined
              ? api.POST('/api/organizations/{organization}/credits', {
                  params: { path: { organization } },
                  body,
                  headers,
                })
              : api.POST('/api/teams/{id}/credits', { params: { path: { id: team } }, body, headers }),
          )
        }}
        onDone={done => {
          if ('balance' in done) notify('done', words.credits.done(format.amount(done.balance)))
          onClose()
        }}
        submitLabel={words.credits.change}
        onCancel={onClose}
      >
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <SelectField<Name>
            name="direction"
            label={words.credits.direction}
            defaultValue="add"
            options={[
              { id: 'add', name: words.credits.directions.add },
              { id: 'deduct', name: words.credits.directions.deduct },
            ]}
          />
          <TextField<Name> name="amount" label={words.credits.amount} hint={words.credits.amountHint} />
        </div>
        <TextField<Name> name="description" label={words.credits.description} />
      </SendForm>
    </Dialog>
  )
}
