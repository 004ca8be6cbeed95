/** Paying by credits: the team's first, then its organization's; what is given back goes the other way round. */
import { toAmount, toHundredths } from '../../../lib/amounts.ts'
import type { Problem } from '../../intents/problem.ts'
import type { CreditAccount, Order } from '../../rows/order.ts'
import type { Draft } from '../draft.ts'

/** Pays the order whole, or says how much is missing: then the caller takes back what was begun. */
export function pay(draft: Draft, order: Order): Problem[] {
  let left = toHundredths(order.credits)
  for (const account of accountsOf(draft, order)) {
    const part = Math.min(left, toHundredths(account.balance))
    book(draft, account, -part, order)
    left -= part
  }
  return left > 0 ? [{ code: 'not_enough_credits', field: 'payment', value: toAmount(left) }] : []
}

/** Gives back so many hundredths, at most what was paid: to the organization first. */
export function giveBack(draft: Draft, order: Order, hundredths: number): void {
  let left = hundredths
  for (const account of accountsOf(draft, order).reverse()) {
    const own = draft.creditEntries.get(order.id).filter(entry => entry.accountId === account.id)
    const paid = -own.reduce((sum, { amount }) => sum + toHundredths(amount), 0)
    const part = Math.min(left, paid)
    book(draft, account, part, order)
    left -= part
  }
}

function book(draft: Draft, account: CreditAccount, hundredths: number, order: Order): void {
  if (hundredths === 0) return
  const amount = toAmount(hundredths)
  draft.creditEntries.add({ id: draft.newId(), accountId: account.id, amount, orderId: order.id })
  draft.creditAccounts.put({ ...account, balance: toAmount(toHundredths(account.balance) + hundredths) })
}

/** The team's, then the organization's, as far as they have any. */
function accountsOf(draft: Draft, { teamId, organizationId }: Order): CreditAccount[] {
  const accounts = draft.creditAccounts.all()
  const ofTeam = accounts.filter(account => account.teamId !== null && account.teamId === teamId)
  return [...ofTeam, ...accounts.filter(account => account.organizationId === organizationId)]
}
