/** Giving back a purchase by its reference, whatever came by it. */
import { tidyReference } from '../../lib/reference.ts'
import type { CameBy, RefundIntent } from '../intents/enrollment.ts'
import { lacksOneOf, notValid, type Rule } from './action.ts'
import { soldFromAbove } from './sold-from-above.ts'

interface RefundReference extends Omit<RefundIntent, 'kind' | 'call' | keyof CameBy> {
  /** By id or slug. Absent: the caller's own. */
  readonly organization?: number | string
}

/** An order is refunded by who may edit orders, and what was sold from above from there. */
export const refundReference: Rule<RefundReference, 'organization', RefundIntent> = {
  kind: 'refund',
  permission: 'provision',
  of: ({ organization }) => (organization === undefined ? null : ['organization', organization]),
  reference: ({ reference }) => tidyReference(reference),
  intent: ({ organization: _, ...asked }, { thing, found, caller }) => {
    const {
      sold,
      isOrderOver: __,
      ...came
    } = found.given(thing.organizationId, tidyReference(asked.reference)) ?? nothing
    if (came.orderId !== null) {
      const refused = lacksOneOf(caller, 'orders.edit') ?? soldFromAbove(sold, caller)
      if (refused) return refused
      const problem = `do not go with an order: refund lines of order ${came.orderId}`
      const wrong = notValid({ courses: asked.courses.length > 0 ? problem : null })
      if (wrong) return wrong
    }
    return { ...asked, ...came }
  },
}

const nothing = {
  ...{ orderId: null, orderTeamId: null, emails: [], courseIds: [], teamIds: [], claimIds: [], groupMembers: [] },
  ...{ sold: [], isOrderOver: false },
}
