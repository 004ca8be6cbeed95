/** What is sent to place an order, as the engine is asked. */

import { type Principal, requirePermission } from '../api/principal.ts'
import { findItemsFor, type ItemForSale } from '../catalog/queries.ts'
import type { Reader } from '../db/database.ts'
import { toAmount, toHundredths } from '../lib/amounts.ts'
import { type Problems, refuse, refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { tidyName } from '../lib/names.ts'
import { namesProblems } from '../lib/person-names.ts'
import type { PlaceOrderIntent, WantedLine } from '../provisioning/intents/order.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { requireSeller } from './require-seller.ts'
import type { NewOrder } from './schema.ts'

type Line = NewOrder['lines'][number]

/**
 * Throws `not_found` (organization, team), `invalid`, or `forbidden`: only who sells, and may complete orders, may say that it
 * was paid elsewhere; who may order for a team alone buys from the catalog, with credits.
 */
export async function readOrder(
  reader: Reader,
  principal: Principal,
  body: NewOrder,
  askedIn: (organizationId: number) => Pick<PlaceOrderIntent, 'call' | 'reference'>,
): Promise<PlaceOrderIntent> {
  const organizationId = await findBuyer(reader, principal, body)
  const { team: teamId = null, user, lines, payment, state } = body
  if (payment === 'external' && state !== 'pending') requirePermission(principal, 'orders.edit')
  if (principal.teams)
    refuse('forbidden', {
      payment: payment === 'external' ? 'must be `credits`' : null,
      user: user ? 'is not for a team to say' : null,
    })
  const email = user === undefined ? null : normalizeEmail(user.email)
  refuseInvalid({
    ...(user && userProblems(user, email)),
    ...Object.assign({}, ...lines.map(lineProblems)),
    team: teamId === null && lines.some(isForTeam) ? 'is required where seats are bought' : null,
  })
  const ids = lines.flatMap(({ catalog_item }) => catalog_item ?? [])
  const items = teamId === null ? [] : await findItemsFor(reader, principal, teamId, ids)
  refuseInvalid(Object.assign({}, ...lines.map((line, index) => tooMany(line, index, items))))
  if (payment === 'external') requireSeller(items, 'complete')
  const { call, reference } = askedIn(organizationId)
  return {
    kind: 'place_order',
    call: { ...call, source: body.source ?? call.source },
    teamId,
    email,
    firstName: tidyName(user?.first_name) ?? '',
    lastName: tidyName(user?.last_name) ?? null,
    lines: lines.map(line => toWanted(line, items)),
    payment,
    completed: state !== 'pending',
    reference,
    welcome: body.send_welcome_email ?? true,
  }
}

async function findBuyer(reader: Reader, principal: Principal, { organization, team: id }: NewOrder): Promise<number> {
  const chosen = await getOrganizationInReach(reader, principal.organization, organization)
  if (id === undefined) return chosen.id
  const own = await getOrganizationOf(reader, principal, { table: 'teams', word: 'team', id })
  const isOther = organization !== undefined && own.id !== chosen.id
  refuse('not_found', { team: isOther ? `is no team of ${chosen.slug}` : null })
  return own.id
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

const maxSeats = 1_000_000

function tooMany({ catalog_item, quantity = 1 }: Line, index: number, items: readonly ItemForSale[]): Problems {
  const seats = (items.find(({ id }) => id === catalog_item)?.seats ?? 0) * quantity
  return { [`lines.${index}.quantity`]: seats > maxSeats ? `comes to more than ${maxSeats} seats` : null }
}

function toWanted({ catalog_item, product, quantity = 1, seats = 0 }: Line, items: readonly ItemForSale[]): WantedLine {
  const item = items.find(({ id }) => id === catalog_item)
  if (product !== undefined || !item)
    return {
      product: product ?? null,
      catalogItemId: catalog_item ?? null,
      quantity,
      seats,
      credits: null,
      ownPeriod: null,
    }
  const { months, days, until } = item
  return {
    product: item.product_id,
    catalogItemId: item.id,
    quantity,
    seats: item.seats * quantity,
    credits: toAmount(toHundredths(item.credits) * quantity),
    ownPeriod: months === null && days === null && until === null ? null : { months, days, until },
  }
}
