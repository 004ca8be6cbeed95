/** Who may order what for whom, and refund what came by a reference: no database is needed to say it. */
import { describe, expect, test } from 'vitest'
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Intent } from '../intents/intent.ts'
import type { Caller, Found, Given, Things } from './action.ts'
import type { Action } from './actions.ts'
import { toIntent } from './to-intent.ts'

const [seller, buyer, evening, morning, seats] = [1, 2, 10, 11, 20]

const team = { id: evening, organizationId: buyer, path: [seller, buyer], teamId: evening, roles: [], isInUse: true }
const item: Things['item'] = {
  ...{ id: seats, organizationId: seller, path: [seller], teamId: null, productId: 30, seats: 5, credits: '12.50' },
  ...{ months: 6, days: null, until: null, isInUse: true, offeredTo: { teamIds: [], organizationIds: [buyer] } },
}
const given: Given = {
  ...{ orderId: 40, orderTeamId: evening, emails: [], courseIds: [], teamIds: [], claimIds: [], groupMembers: [] },
  ...{ sold: [], isOrderOver: false },
}

interface World {
  readonly permissions?: readonly Permission[]
  /** In the evening team alone. */
  readonly inTeam?: readonly Permission[]
  readonly home?: number
  readonly team?: Partial<Things['team']>
  readonly item?: Partial<Things['item']>
  readonly given?: Partial<Given>
}

function mean(action: Action<'place_order' | 'refund'>, world: World = {}): Intent {
  const caller: Caller = {
    by: { actor: { kind: 'system' }, source: null, ip: null, receivedAt: new Date() },
    organization: { id: world.home ?? buyer },
    permissions: new Set(world.permissions ?? ['orders.create', 'orders.edit', 'provision']),
    heldInTeams: world.inTeam ? [{ id: evening, permissions: new Set(world.inTeam) }] : [],
  }
  const organization = {
    id: buyer,
    organizationId: buyer,
    path: [seller, buyer],
    teamId: null,
    roles: [],
    slug: 'pune',
  }
  const things: Readonly<Record<string, { readonly path: readonly number[] }>> = {
    [`team ${evening}`]: { ...team, ...world.team },
    [`team ${morning}`]: { ...team, id: morning, teamId: morning },
    'team 13': { ...team, id: 13, teamId: 13, organizationId: seller, path: [seller] },
    [`item ${seats}`]: { ...item, ...world.item },
    'organization pune': organization,
  }
  const found = {
    get: ([word, id]: readonly [string, unknown], within?: number) => {
      const thing = things[`${word} ${id}`]
      return within === undefined || thing?.path.includes(within) ? thing : undefined
    },
    person: () => undefined,
    known: () => undefined,
    given: () => ({ ...given, ...world.given }),
  } as Found
  return toIntent({ caller, action }, found)
}

const problemsOf = (intent: Intent) => ('problems' in intent ? intent.problems : [])

type Order = Action<'place_order'>
const order: Order = {
  ...{ action: 'place_order', team: evening, email: null, firstName: '', lastName: null, payment: 'credits' },
  lines: [{ item: seats, product: null, quantity: 2, seats: 0 }],
  ...{ completed: true, reference: 'shop-1', welcome: true, source: 'woocommerce' },
}
const place = (changes: Partial<Order>, world: World = {}) => mean({ ...order, ...changes }, world)

describe('an order', () => {
  test('of a catalog item has its seats, its price and its terms as often as it is bought', () => {
    expect(place({})).toMatchObject({
      ...{ kind: 'place_order', teamId: evening, reference: 'shop-1' },
      call: { organizationId: buyer, source: 'woocommerce' },
      lines: [
        {
          ...{ product: 30, catalogItemId: seats, quantity: 2, seats: 10, credits: '25.00' },
          ownPeriod: { months: 6, days: null, until: null },
        },
      ],
    })
  })

  test('of a product has its name and the seats that are said, and no price', () => {
    const lines = [{ item: null, product: 'ielts', quantity: 1, seats: 3 }]
    const line = { product: 'ielts', catalogItemId: null, quantity: 1, seats: 3, credits: null, ownPeriod: null }
    expect(place({ lines })).toMatchObject({ lines: [line] })
  })

  test.each<[string, World]>([
    ['is out of use', { item: { isInUse: false } }],
    ['is offered to others', { item: { offeredTo: { teamIds: [morning], organizationIds: [99] } } }],
    ['is sold by an organization beside', { item: { organizationId: 99, path: [99] } }],
    ['is asked for a team that is no more', { team: { isInUse: false } }],
  ])('of a catalog item that %s buys nothing', (_, world) => {
    expect(place({}, world)).toMatchObject({ lines: [{ product: null, catalogItemId: seats }] })
  })

  test.each<[string, World]>([
    ['the team', { item: { offeredTo: { teamIds: [evening], organizationIds: [] } } }],
    ['an organization above', { item: { offeredTo: { teamIds: [], organizationIds: [seller] } } }],
  ])('is of what is offered to %s', (_, world) => {
    expect(place({}, world)).toMatchObject({ lines: [{ product: 30 }] })
  })

  const inTeam: World = { permissions: [], inTeam: ['orders.create', 'orders.edit'] }
  test.each<[string, Partial<Order>, World, object[]]>([
    [
      'paid elsewhere takes orders.edit',
      { payment: 'external' },
      { permissions: ['orders.create'] },
      [{ code: 'lacks_permission', value: 'orders.edit' }],
    ],
    [
      'paid elsewhere of what is sold from above is the seller’s',
      { payment: 'external' },
      {},
      [{ code: 'seller_only', value: seats }],
    ],
    [
      'of too many seats',
      { lines: [{ item: seats, product: null, quantity: 200_001, seats: 0 }] },
      {},
      [{ code: 'not_valid', field: 'lines.0.quantity' }],
    ],
    ['without a reference', { reference: null }, {}, [{ code: 'reference_required' }]],
    ['for an organization beside', { organization: 'delhi' }, {}, [{ code: 'not_there', field: 'organization' }]],
    [
      'for a team of another organization',
      { organization: 'pune', team: 12 },
      {},
      [{ code: 'not_there', field: 'team' }],
    ],
    [
      'for a team of an organization above',
      { organization: 'pune', team: 13 },
      { home: seller },
      [{ code: 'not_there', field: 'team', value: 13 }],
    ],
    [
      'with a fault, of who may not ask it,',
      { payment: 'external', problems: [{ code: 'not_valid', field: 'team', value: 'is wrong' }] },
      { permissions: ['orders.create'] },
      [{ code: 'lacks_permission' }, { code: 'not_valid', field: 'team' }],
    ],
    [
      'with a fault',
      { problems: [{ code: 'not_valid', field: 'team', value: 'is wrong' }] },
      {},
      [{ code: 'not_valid' }],
    ],
    ['for the organization, of who may in teams alone', { team: null }, inTeam, [{ code: 'team_required' }]],
    ['for another team, of who may in teams alone', { team: morning }, inTeam, [{ code: 'not_there', value: morning }]],
    [
      'for a person and paid elsewhere, of who may in teams alone',
      { payment: 'external', email: 'jane@example.com' },
      inTeam,
      [
        { code: 'not_for_teams', field: 'payment' },
        { code: 'not_for_teams', field: 'user' },
      ],
    ],
  ])('%s is refused', (_, changes, world, problems) => {
    expect(problemsOf(place(changes, world))).toMatchObject(problems)
  })

  test.each<[string, Partial<Order>, World]>([
    [
      'that waits may be said to be paid elsewhere without more',
      { payment: 'external', completed: false },
      { permissions: ['orders.create'], item: { path: [seller, buyer] } },
    ],
    ['from above is said to be paid elsewhere by its seller', { payment: 'external' }, { home: seller }],
    ['with credits is placed by who may in the team alone', {}, inTeam],
  ])('%s', (_, changes, world) => {
    expect(place(changes, world)).toMatchObject({ kind: 'place_order', lines: [{ product: 30 }] })
  })

  test('that is refused is told of with whom and what it was about', () => {
    const about = { email: 'jane@example.com', firstName: 'Jane', lastName: null, reference: 'shop-1', courses: [] }
    const refused = place({ ...about, firstName: 'Jane', payment: 'external' }, { permissions: ['orders.create'] })
    expect(refused).toMatchObject({ kind: 'record', operation: 'place_order', call: { source: 'woocommerce' }, about })
  })
})

describe('a refund by reference', () => {
  const refund = { action: 'refund', reference: 'shop-1', courses: [], reason: null, reclaim: null } as const
  const courses = ['ielts']
  const foreign = { given: { sold: [{ item: seats, path: [seller] }] } }

  test.each<[string, Partial<Action<'refund'>>, World, object[]]>([
    [
      'of an order takes orders.edit',
      {},
      { permissions: ['provision'] },
      [{ code: 'lacks_permission', value: 'orders.edit' }],
    ],
    ['of what is sold from above is the seller’s', {}, foreign, [{ code: 'seller_only', value: seats }]],
    ['of some courses does not go with an order', { courses }, {}, [{ code: 'not_valid', field: 'courses' }]],
  ])('%s', (_, changes, world, problems) => {
    expect(problemsOf(mean({ ...refund, ...changes }, world))).toMatchObject(problems)
  })

  test('of what is no order takes nothing more, and goes where it came to', () => {
    const came = { orderId: null, teamIds: [evening], emails: ['jane@example.com'] }
    const meant = mean({ ...refund, courses, organization: 'pune' }, { permissions: ['provision'], given: came })
    expect(meant).toMatchObject({ kind: 'refund', ...came, courses, call: { organizationId: buyer } })
  })

  test('of an order is done by its seller', () => {
    expect(mean(refund, { ...foreign, home: seller })).toMatchObject({ kind: 'refund', orderId: 40 })
  })
})
