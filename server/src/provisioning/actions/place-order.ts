/** Buying seats for a team from what a catalog offers it, or products by their names for a team or a person. */
import { toAmount, toHundredths } from '../../lib/amounts.ts'
import type { PlaceOrderIntent, WantedLine } from '../intents/order.ts'
import type { Problem } from '../intents/problem.ts'
import { type About, type AsSent, lacksOneOf, type Name, notThere, type Rule, type Things } from './action.ts'
import { soldFromAbove } from './sold-from-above.ts'

/** One of the two: of a catalog, so often; or a product by its name, perhaps so many seats of it. */
interface Line extends Pick<WantedLine, 'quantity' | 'seats'> {
  readonly item: number | null
  readonly product: string | null
}

interface PlaceOrder extends AsSent, Omit<PlaceOrderIntent, 'kind' | 'call' | 'teamId' | 'lines'> {
  /** By id or slug. Absent: the team's, or else the caller's own. */
  readonly organization?: number | string
  readonly team: number | null
  readonly lines: readonly Line[]
}

type Buyer = About<'team' | 'organization'>

/**
 * Only who sells, and may complete orders, may say that it was paid elsewhere; who may order for a team alone buys from the
 * catalog, with credits.
 */
export const placeOrder: Rule<PlaceOrder, 'team' | 'organization', PlaceOrderIntent> = {
  kind: 'place_order',
  permission: 'orders.create',
  inTeams: true,
  team: ({ team }) => team,
  of: asked => (asked.team === null ? (organizationIn(asked)[0] ?? null) : ['team', asked.team]),
  also: asked => [
    ...organizationIn(asked),
    ...asked.lines.flatMap(({ item }) => (item ? [['item', item] as const] : [])),
  ],
  intent: ({ organization, team: teamId, source: _, problems: __ = [], ...asked }, about) => {
    const { payment, completed, reference } = asked
    const elsewhere = isElsewhere({ organization, team: teamId }, about)
    if (elsewhere) return elsewhere
    const isPaidElsewhere = payment === 'external'
    const lacks = lacksOneOf(about.caller, isPaidElsewhere && completed && 'orders.edit')
    if (lacks) return lacks
    if (about.isOfTeams && (isPaidElsewhere || asked.email !== null)) return { problems: notForTeams(asked) }
    const items = itemsFor(asked.lines, about)
    const problems = asked.lines.flatMap((line, index) => tooMany(line, index, items))
    if (problems.length > 0) return { problems }
    const foreign = isPaidElsewhere
      ? soldFromAbove(
          items.map(({ id: item, path }) => ({ item, path })),
          about.caller,
        )
      : null
    if (foreign) return foreign
    if (reference === null) return { problems: [{ code: 'reference_required', field: 'external_ref' }] }
    return { ...asked, teamId, lines: asked.lines.map(line => toWanted(line, items)) }
  },
}

function organizationIn({ organization }: PlaceOrder): Name<'organization'>[] {
  return organization === undefined ? [] : [['organization', organization]]
}

/** A team of another organization than the one that is said. */
function isElsewhere(
  { organization, team }: Pick<PlaceOrder, 'organization' | 'team'>,
  { thing, found, caller }: Buyer,
) {
  if (organization === undefined) return null
  const said = found.get(['organization', organization], caller.organization.id)
  if (!said) return notThere('organization', organization)
  return said.id === thing.organizationId ? null : notThere('team', team ?? '')
}

function notForTeams({ payment, email }: Pick<PlaceOrder, 'payment' | 'email'>): Problem[] {
  return [
    ...(payment === 'external' ? [{ code: 'not_for_teams', field: 'payment' } as const] : []),
    ...(email === null ? [] : [{ code: 'not_for_teams', field: 'user' } as const]),
  ]
}

/** Those that the team can buy: in use, and offered to it, to its organization or to one above. */
function itemsFor(lines: readonly Line[], { thing: { teamId, path }, found }: Buyer): readonly Things['item'][] {
  if (teamId === null || !found.get(['team', teamId])?.isInUse) return []
  const named = lines.flatMap(({ item }) => (item ? (found.get(['item', item]) ?? []) : []))
  return named.filter(
    ({ organizationId, isInUse, offeredTo }) =>
      isInUse &&
      path.includes(organizationId) &&
      (offeredTo.teamIds.includes(teamId) || offeredTo.organizationIds.some(id => path.includes(id))),
  )
}

const maxSeats = 1_000_000

function tooMany({ item: id, quantity }: Line, index: number, items: readonly Things['item'][]): Problem[] {
  const seats = (items.find(item => item.id === id)?.seats ?? 0) * quantity
  if (seats <= maxSeats) return []
  return [{ code: 'not_valid', field: `lines.${index}.quantity`, value: `comes to more than ${maxSeats} seats` }]
}

function toWanted({ item: id, product, quantity, seats }: Line, items: readonly Things['item'][]): WantedLine {
  const item = items.find(each => each.id === id)
  if (!item) return { product, catalogItemId: id, quantity, seats, credits: null, ownPeriod: null }
  const { months, days, until } = item
  return {
    product: item.productId,
    catalogItemId: item.id,
    quantity,
    seats: item.seats * quantity,
    credits: toAmount(toHundredths(item.credits) * quantity),
    ownPeriod: months === null && days === null && until === null ? null : { months, days, until },
  }
}
