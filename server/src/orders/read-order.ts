/** What is sent to place an order, as the core is asked. */
import type { Problems } from '../lib/checks.ts'
import { personProblems, readPerson } from '../lib/person.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import type { NewOrder } from './schema.ts'

type Line = NewOrder['lines'][number]

export function readOrder(body: NewOrder, reference: string | null): Action<'place_order'> {
  const { organization, team = null, user, lines, payment, state, source } = body
  const person = readPerson(user ?? {})
  return {
    action: 'place_order',
    ...{ organization, team, email: person.email, payment, reference, source },
    firstName: person.firstName ?? '',
    lastName: person.lastName,
    lines: lines.map(toLine),
    completed: state !== 'pending',
    welcome: body.send_welcome_email ?? true,
    problems: wrongWith({
      ...personProblems(person, 'user.'),
      ...Object.assign({}, ...lines.map(lineProblems)),
      team: team === null && lines.some(isForTeam) ? 'is required where seats are bought' : null,
    }),
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
