import { listDefinitions } from '../custom-fields/queries.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { updateUser } from '../users/update-user.ts'
import type { Provider } from './connections.ts'
import { type ReadAttributes, readAttributes } from './read-attributes.ts'
import type { Vouched } from './vouched.ts'

interface Who {
  readonly userId: number
  /** Whether they come in by the provider for the first time. */
  readonly isFirst: boolean
}

/** Keeps what is said of a person where it is another than before. What could not be, in words for the administrator. */
export async function takeAttributes(
  { kysely }: Pick<Database, 'kysely'>,
  { organizationId, attributes }: Provider,
  vouched: Pick<Vouched, 'claims' | 'said'>,
  { userId, isFirst }: Who,
  by: AskedBy,
): Promise<readonly string[]> {
  const due = attributes.filter(({ when = 'first' }) => isFirst || when === 'each')
  if (due.length === 0) return []
  const [definitions, member] = await Promise.all([
    listDefinitions(kysely, organizationId),
    kysely
      .selectFrom('memberships')
      .select(['first_name', 'last_name', 'custom_fields'])
      .where('user_id', '=', userId)
      .where('organization_id', '=', organizationId)
      .where('invited_at', 'is', null)
      .executeTakeFirst(),
  ])
  const { faults, ...said } = readAttributes(due, vouched, definitions)
  // Who is a member of an organization below alone is nobody whom this one keeps anything of.
  if (!member || isKnown(said, member)) return faults
  const caller = { organization: { id: organizationId }, teams: null }
  const which = { id: userId, organization: organizationId }
  const problem = await kysely
    .transaction()
    .execute(transaction => updateUser(transaction, caller, which, said, by, { others: 'name_here' }))
    .then(
      () => [],
      // Something was changed in this very moment: who signs in is not to wait for that.
      error => (error instanceof Refusal ? [error.message] : Promise.reject(error)),
    )
  return [...faults, ...problem]
}

function isKnown(
  { first_name, last_name, custom_fields }: Omit<ReadAttributes, 'faults'>,
  member: { readonly first_name: string; readonly last_name: string; readonly custom_fields: unknown },
): boolean {
  const kept = member.custom_fields as Record<string, unknown>
  return (
    (first_name ?? member.first_name) === member.first_name &&
    (last_name ?? member.last_name) === member.last_name &&
    Object.entries(custom_fields).every(([name, value]) => kept[name] === value)
  )
}
