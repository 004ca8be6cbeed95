import { readAccess } from '../../fields/access-field.tsx'
import type { Fields } from '../../ui/fields.ts'

/** What is sent; what was not filled in is left out. */
export function readProvision(fields: Fields) {
  return {
    user: {
      email: fields.text('user.email'),
      first_name: fields.text('user.first_name'),
      last_name: fields.optional('user.last_name'),
    },
    team: readTeam(fields),
    groups: fields.list('groups').map(Number),
    courses: fields.list('courses'),
    products: fields.list('products'),
    from: readFrom(fields.text('from')),
    access: readAccess(fields),
    external_ref: fields.optional('external_ref'),
    source: 'console',
    send_welcome_email: fields.flag('send_welcome_email'),
  }
}

function readTeam(fields: Fields) {
  const strategy = fields.text('team.strategy')
  if (strategy === 'specific') return { strategy: 'specific' as const, id: fields.number('team.id') }
  if (strategy === 'create') return { strategy: 'create' as const, name: fields.text('team.name') }
  return undefined
}

function readFrom(from: string) {
  return (['seats', 'direct'] as const).find(place => place === from)
}
