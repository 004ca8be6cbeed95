import type { Sent } from '../../api/sending.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

/** The form's own: `line` names the lines, in their order, `from` says where what is ordered is picked. */
export type OrderName = NameIn<Sent<'/api/orders', 'post'>> | 'line' | `lines.${number}.from`

/** What the form of an order says. */
export function readOrder(fields: Fields<OrderName>) {
  const email = fields.text('user.email')
  return {
    team: fields.number('team'),
    user: email
      ? { email, first_name: fields.text('user.first_name'), last_name: fields.optional('user.last_name') }
      : undefined,
    lines: fields.list('line').map((_, index) => readLine(fields, `lines.${index}`)),
    payment: fields.text('payment') === 'external' ? ('external' as const) : ('credits' as const),
    state: fields.text('state') === 'pending' ? ('pending' as const) : ('completed' as const),
    external_ref: fields.optional('external_ref'),
  } satisfies Sent<'/api/orders', 'post'>
}

function readLine(fields: Fields<OrderName>, name: `lines.${number}`) {
  return fields.text(`${name}.from`) === 'catalog'
    ? { catalog_item: fields.number(`${name}.catalog_item`), quantity: fields.number(`${name}.quantity`) }
    : { product: fields.optional(`${name}.product`), seats: fields.number(`${name}.seats`) }
}
