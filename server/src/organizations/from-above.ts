/**
 * What keys do to organizations. A key names and describes its own and those below; whether an organization may go on, and
 * how often it may call, is said from above.
 */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import { requireNotShutOut } from '../api/require-not-shut-out.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { refuse } from '../lib/checks.ts'
import { factorPolicyAt } from '../places/factor-due.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { signInModeAt } from '../provisioning/load/sign-in-mode.ts'
import { getOrganizationBelow, getOrganizationInReach, isInReach } from '../reach/find-organization.ts'
import { createOrganization, type NewOrganization } from './create-organization.ts'
import { type DialectSettings, findSaid, splitDialects } from './dialect-settings.ts'
import { getOrganizationById, type OrganizationRow } from './queries.ts'
import { type OrganizationChanges, updateOrganization } from './update-organization.ts'

export interface NewBelow extends Omit<NewOrganization, 'parentId'> {
  /** By id or slug; default: the caller's own. */
  readonly parent?: number | string
}

/** Throws what `createOrganization` does, and `not_found` for a parent out of reach. */
export async function createBelow(
  transaction: Transaction,
  { organization: home }: Principal,
  { parent, ...fields }: NewBelow,
  by: AskedBy,
): Promise<OrganizationRow> {
  const { id: parentId } = await getOrganizationInReach(transaction, home, parent, 'parent')
  await refuseMoreCalls(transaction, home, fields.rate_limit)
  const id = await createOrganization(transaction, { ...fields, parentId }, by)
  return getOrganizationById(transaction, id, home)
}

/** Throws what `updateOrganization` does, `not_found`, and `forbidden` for what is said from above. */
export async function updateInReach(
  transaction: Transaction,
  principal: Principal,
  { organization, ifMatch }: { organization: number | string; ifMatch?: string },
  fields: OrganizationChanges,
  by: AskedBy,
  dialects: readonly DialectSettings[],
): Promise<OrganizationRow> {
  const { organization: home } = principal
  const { own: changes, ofDialects } = splitDialects(dialects, fields)
  const isSaidFromAbove = changes.provisioning_enabled !== undefined || changes.rate_limit !== undefined
  const find = isSaidFromAbove ? getOrganizationBelow : getOrganizationInReach
  const { id } = await find(transaction, home, organization)
  await refuseMoreCalls(transaction, home, changes.rate_limit)
  const saidBy = { said: ofDialects.length > 0 ? await findSaid(transaction, home.id) : [], isOwn: id === home.id }
  const kept = ofDialects.map(([dialect, sent]) => [dialect, dialect.keep(sent, saidBy)] as const)
  const signIn = await signInFromAbove(transaction, { actsFrom: by.actsFrom ?? home.id, id }, changes)
  await updateOrganization(transaction, { id, ifMatch }, { ...changes, ...signIn, dialects: kept }, by)
  if (changes.sign_in_mode === 'single_sign_on') await requireNotShutOut(transaction, principal, id)
  return getOrganizationById(transaction, id, home)
}

/** Does something to an organization below the caller's own. Throws what `verb` does, `not_found`, and `forbidden`. */
export async function changeBelow(
  transaction: Transaction,
  { organization: home }: Principal,
  organization: number | string,
  verb: (organizationId: number) => Promise<unknown>,
): Promise<OrganizationRow> {
  const { id } = await getOrganizationBelow(transaction, home, organization)
  await verb(id)
  return getOrganizationById(transaction, id, home)
}

type SaidFromAbove = Pick<OrganizationChanges, 'sign_in_mode_from' | 'second_factor_from'>

/** How people sign in is said by an organization itself, unless it was said from above: to it, or to one above it. */
async function signInFromAbove(
  reader: Reader,
  { actsFrom, id }: { readonly actsFrom: number; readonly id: number },
  { sign_in_mode: mode, second_factor: policy }: OrganizationChanges,
): Promise<SaidFromAbove> {
  if (mode === undefined && policy === undefined) return {}
  const above = 'here.path[:cardinality(here.path) - 1]'
  const isBeyond = (sayer: string) => sql<boolean>`exists (select from organizations sayer
    where sayer.id = ${sql.ref(`here.${sayer}`)} and not ${isInReach({ id: actsFrom }, 'sayer')})`
  const { rows } = await sql<Record<'mode' | 'factor', Said>>`
    select jsonb_build_object('own', sign_in_mode, 'above', ${sql.raw(signInModeAt(above))},
        'beyond', ${isBeyond('sign_in_mode_from')}) as mode,
      jsonb_build_object('own', second_factor || ' ' || second_factor_days,
        'above', (select second_factor || ' ' || second_factor_days from ${sql.raw(factorPolicyAt(above))} said),
        'beyond', ${isBeyond('second_factor_from')}) as factor
    from organizations here where here.id = ${id}`.execute(reader)
  const { mode: ofMode, factor: ofFactor } = rows[0] as (typeof rows)[number]
  const wanted = policy && `${policy.asked} ${policy.grace_days}`
  const isOther = 'is said from above, and holds for all below'
  refuse('forbidden', {
    sign_in_mode: maySay(mode, ofMode) ? null : isOther,
    second_factor: maySay(wanted, ofFactor) ? null : isOther,
  })
  const isSame = (value: string | null, { own }: Said) => value === own && actsFrom === id
  const sayer = (value: string | null) => (value === null || actsFrom === id ? null : actsFrom)
  return {
    ...(mode !== undefined && !isSame(mode, ofMode) && { sign_in_mode_from: sayer(mode) }),
    ...(wanted !== undefined && !isSame(wanted, ofFactor) && { second_factor_from: sayer(wanted) }),
  }
}

interface Said {
  readonly own: string | null
  /** By the topmost of those above that says anything. */
  readonly above: string | null
  /** Whether it was said to the organization by one that the caller does not act from, nor from above it. */
  readonly beyond: boolean
}

function maySay(value: string | null | undefined, { own, above, beyond }: Said): boolean {
  if (value === undefined) return true
  return !((value !== own && beyond) || (value !== null && above !== null && value !== above))
}

/** Nobody gives more than they have. */
async function refuseMoreCalls(reader: Reader, home: { readonly id: number }, rateLimit?: number): Promise<void> {
  if (rateLimit === undefined) return
  const { rate_limit: own } = await getOrganizationById(reader, home.id)
  const isMore = own > 0 && (rateLimit === 0 || rateLimit > own)
  refuse('forbidden', { rate_limit: isMore ? `must be from 1 to ${own}, the limit of your own organization` : null })
}
