import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'

/** Who has credits: one of the two. */
export type Owner = { readonly organization_id: number } | { readonly team_id: number }

export type CreditEntryRow = Awaited<ReturnType<ReturnType<typeof selectCreditEntries>['executeTakeFirstOrThrow']>>

/** The balance, and a page of what made it, the latest first. Who never had any has none. */
export async function getCredits(
  reader: Reader,
  owner: Owner,
  { sort = '-created_at', ...page }: PageRequest,
): Promise<Page<CreditEntryRow> & { balance: string }> {
  const account = await findAccount(reader, owner)
  const entries = selectCreditEntries(reader).where('entry.account_id', '=', account?.id ?? 0)
  const found = await readPage(entries, { ...page, sort }, { id: 'entry.id', created_at: 'entry.created_at' })
  return { balance: account?.balance ?? '0.00', ...found }
}

export function findAccount(reader: Reader, owner: Owner) {
  const [column, id] = 'team_id' in owner ? (['team_id', owner.team_id] as const) : organizationOf(owner)
  return reader.selectFrom('credit_accounts').select(['id', 'balance']).where(column, '=', id).executeTakeFirst()
}

const organizationOf = (owner: { readonly organization_id: number }) =>
  ['organization_id', owner.organization_id] as const

export function selectCreditEntries(reader: Reader) {
  return reader
    .selectFrom('credit_entries as entry')
    .select(['entry.id', 'entry.amount', 'entry.description', 'entry.order_id as order'])
    .select(['entry.operation_id', 'entry.created_at'])
}
