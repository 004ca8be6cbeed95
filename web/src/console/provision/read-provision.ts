import type { Sent } from '../../api/sending.ts'
import { type AccessName, readAccess } from '../../fields/access-field.tsx'
import { startOfDay } from '../../fields/written/days.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { readCustomFields, type useCustomFields } from '../custom-fields/custom-inputs.tsx'

export type ProvisionName = NameIn<Sent<'/api/provision', 'post'>> | AccessName

/** What is sent; what was not filled in is left out. */
export function readProvision(
  fields: Fields<ProvisionName>,
  customFields: ReturnType<typeof useCustomFields>,
  timeZone: string,
) {
  const tags = fields.list('user.tags')
  const custom = readCustomFields(fields, customFields, {}, 'user.custom_fields')
  const starts = fields.optional('starts_at')
  return {
    user: {
      email: fields.text('user.email'),
      first_name: fields.text('user.first_name'),
      last_name: fields.optional('user.last_name'),
      external_id: fields.optional('user.external_id'),
      locale: fields.optional('user.locale'),
      // They would be in place of those that a known person has.
      tags: tags.length > 0 ? tags : undefined,
      custom_fields: Object.keys(custom).length > 0 ? custom : undefined,
    },
    team: readTeam(fields),
    groups: fields.list('groups').map(Number),
    seats: readSeats(fields),
    courses: fields.list('courses'),
    products: fields.list('products'),
    from: readFrom(fields.text('from')),
    starts_at: starts && startOfDay(starts, timeZone),
    access: readAccess(fields),
    external_ref: fields.optional('external_ref'),
    source: 'console',
    send_welcome_email: fields.flag('send_welcome_email'),
  } satisfies Sent<'/api/provision', 'post'>
}

function readTeam(fields: Fields<ProvisionName>) {
  const role = fields.optional('team.role')
  switch (fields.text('team.strategy')) {
    case 'specific':
      return { strategy: 'specific' as const, id: fields.number('team.id'), role }
    case 'first':
      return { strategy: 'first' as const, role }
    case 'create':
      return { strategy: 'create' as const, name: fields.text('team.name'), role }
  }
}

function readSeats(fields: Fields<ProvisionName>) {
  const product = fields.optional('seats.0.product')
  const quantity = fields.number('seats.0.quantity')
  if (product === undefined && quantity === undefined) return undefined
  return [{ product: product ?? '', quantity: quantity ?? 0 }]
}

function readFrom(from: string) {
  return (['seats', 'direct'] as const).find(place => place === from)
}
