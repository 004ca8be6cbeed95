import type { Fields } from '../../ui/fields.ts'

/** What the form of an order says. `line` names the lines, in their order. */
export function readOrder(fields: Fields) {
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
  }
}

function readLine(fields: Fields, name: string) {
  return fields.text(`${name}.from`) === 'catalog'
    ? { catalog_item: fields.number(`${name}.catalog_item`), quantity: fields.number(`${name}.quantity`) }
    : { product: fields.optional(`${name}.product`), seats: fields.number(`${name}.seats`) }
}
