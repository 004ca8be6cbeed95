/** What is sent to place an order, as the core is asked. */
import type { Problems } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { tidyName } from '../lib/names.ts'
import { namesProblems } from '../lib/person-names.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import type { NewOrder } from './schema.ts'

type Line = NewOrder['lines'][number]

export function readOrder(body: NewOrder, reference: string | null): Action<'place_order'> {
  const { organization, team = null, user, lines, payment, state, source } = body
  const email = user === undefined ? null : normalizeEmail(user.email)
  return {
    action: 'place_order',
    ...{ organization, team, email: email ?? user?.email ?? null, payment, reference, source },
    firstName: tidyName(user?.first_name) ?? '',
    lastName: tidyName(user?.last_name) ?? null,
    lines: lines.map(toLine),
    completed: state !== 'pending',
    welcome: body.send_welcome_email ?? true,
    problems: wrongWith({
      ...(user && userProblems(user, email)),
      ...Object.assign({}, ...lines.map(lineProblems)),
      team: team === null && lines.some(isForTeam) ? 'is required where seats are bought' : null,
    }),
  }
}

function userProblems({ first_name, last_name }: NonNullable<NewOrder['user']>, email: string | null): Problems {
  const names = namesProblems({ first_name, last_name })
  return {
    'user.email': email === null ? 'must be a mail address, such as jane@example.com' : null,
    'user.first_name': names.first_name,
    'user.last_name': names.last_name,
  }
}

function isForTeam({ catalog_item, seats }: Line): boolean {
  return catalog_item !== undefined || seats !== undefined
}

function lineProblems({ catalog_item, product, quantity, seats }: Line, index: number): Problems {
  const isItem = catalog_item !== undefined
  return {
    [`lines.${index}`]: isItem === (product !== undefined) ? 'must hold catalog_item or product, one of them' : null,
    [`lines.${index}.quantity`]: quantity !== undefined && !isItem ? 'goes with catalog_item' : null,
    [`lines.${index}.seats`]: seats !== undefined && isItem ? 'goes with product' : null,
  }
}

function toLine({ catalog_item, product, quantity = 1, seats = 0 }: Line) {
  return { item: catalog_item ?? null, product: product ?? null, quantity, seats }
}
