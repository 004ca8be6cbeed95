/** Orders and credits of the world of cases. */
import type { OrderIntent, PlaceOrderIntent, RefundOrderIntent, WantedLine } from '../src/provisioning/intents/order.ts'
import { alter, at, mail, type Step, teams, tellBoth, type World } from './decide-cases.ts'
import { start } from './decide-world.ts'

const nothing = { catalogItemId: null, quantity: 1, seats: 0, credits: null, ownPeriod: null }
export const seats = (count: number, more: Partial<WantedLine> = {}) => ({
  ...nothing,
  product: 'ielts',
  seats: count,
  ...more,
})
export const access = (product: string, more: Partial<WantedLine> = {}) => ({ ...nothing, product, ...more })
export const place = (lines: WantedLine[], more: Partial<PlaceOrderIntent> = {}): PlaceOrderIntent => ({
  ...{ kind: 'place_order', ...at(), teamId: teams.evening, email: null, firstName: 'Jane', lastName: null, lines },
  ...{ payment: 'external', completed: true, reference: 'o1', welcome: false, ...more },
})
export const byCredits = (...amounts: string[]) =>
  place(
    amounts.map(credits => seats(1, { credits })),
    { payment: 'credits' },
  )
export const ann = { email: mail('ann'), firstName: 'ann' }
export const pending = { completed: false }
const nobodys = { orderId: 0, teamId: null, email: null }
/** What is asked of the first order. */
const ask =
  (kind: OrderIntent['kind'], more: Partial<OrderIntent> = {}) =>
  ({ snapshot: { rows } }: World): OrderIntent => {
    const { id: orderId = 0, teamId = null, userId = null } = rows.orders[0] ?? {}
    const email = rows.users.find(({ id }) => id === userId)?.email ?? null
    return { kind, ...at(), orderId, teamId, email, welcome: false, ...more }
  }
export const refund =
  (lines: number[] | null = null, more: Partial<RefundOrderIntent> = {}) =>
  ({ snapshot: { rows } }: World): RefundOrderIntent => ({
    ...{ kind: 'refund_order', ...at(), ...nobodys, orderId: rows.orders[0]?.id ?? 0, reason: null, reclaim: null },
    ...{ lineIds: lines?.map(index => rows.orderLines[index]?.id ?? 9) ?? null, ...more },
  })
export const complete = ask('complete_order')
export const cancel = ask('cancel_order')
export const fail = ask('fail_order')
const account = { organizationId: null, teamId: null }
export const credits = (ofTeam: string, ofOrganization: string): Step =>
  alter('creditAccounts', [
    { ...account, id: 91, organizationId: 1, balance: ofOrganization },
    { ...account, id: 92, teamId: teams.evening, balance: ofTeam },
  ])
export const suspended: Step = ({ snapshot }) =>
  void (snapshot.organizations as Map<number, object>).set(1, { ...snapshot.organizations.get(1), suspendedAt: start })

/** What the team and the organization have, what else is there, and how the orders stand. */
export function tell(world: World): string {
  const { rows } = world.snapshot
  const balances = rows.creditAccounts.map(({ balance }) => balance).reverse()
  const moments = ['completedAt', 'cancelledAt', 'failedAt', 'partiallyRefundedAt', 'refundedAt'] as const
  const states = rows.orders.map(
    row =>
      moments
        .filter(moment => row[moment])
        .map(moment => moment.slice(0, -2))
        .join(' ') || 'pending',
  )
  return [balances.join(' and '), tellBoth(world), states.join(', ')].filter(Boolean).join(' | ')
}
