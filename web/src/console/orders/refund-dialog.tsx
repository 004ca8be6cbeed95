import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { CheckboxList } from '../../fields/chosen/checkbox-list.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useFormat } from '../../format/use-format.ts'
import { PlanForm } from '../../plan/plan-form.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { ReclaimField, readReclaim } from '../seats/reclaim-field.tsx'
import { costsCredits } from './order-columns.tsx'

type OrderShown = Answer<'/api/orders/{id}'>

type Name = NameIn<Sent<'/api/orders/{id}/refund', 'post'>>

/** Takes back what some of the lines gave, or all of them. */
export function RefundDialog({ order, onClose }: { order: OrderShown; onClose: () => void }) {
  const { api } = useActing()
  const format = useFormat()
  const lines = listRefundable(order)
  return (
    <PlanForm
      title={words.orders.refundTitle}
      hint={words.orders.refundHint}
      plan={(fields: Fields<Name>) =>
        api.POST('/api/orders/{id}/refund', {
          params: { path: { id: order.id }, query: { mode: 'plan' } },
          body: {
            lines: fields.list('lines').map(Number),
            reason: fields.optional('reason'),
            reclaim: readReclaim(fields),
          },
        })
      }
      doLabel={words.orders.refund}
      isDangerous
      onClose={onClose}
    >
      <CheckboxList<Name>
        name="lines"
        label={words.orders.whichLines}
        defaultValue={lines.map(({ id }) => String(id))}
        options={lines.map(({ id, display_name, seats, credits }) => ({
          id: String(id),
          name: words.orders.line(display_name, seats),
          hint: costsCredits(order, credits) ? words.orders.lineCredits(format.amount(credits)) : undefined,
        }))}
      />
      {lines.some(({ seats }) => seats > 0) && (
        <ReclaimField label={words.orders.reclaimWhose} none={words.orders.reclaimNone} />
      )}
      <TextField<Name> name="reason" label={words.orders.reason} />
    </PlanForm>
  )
}

/** What an organization above sold is refunded there. */
export function listRefundable({ lines, lines_from_above: fromAbove }: OrderShown) {
  return lines.filter(({ id, refunded_at }) => !refunded_at && !fromAbove.includes(id))
}
