/** Somebody who looks after an organization: the operator's way to let the first person in, and to help one back in. */
import { newPasswordLink } from '../accounts/new-password-link.ts'
import type { Principal } from '../api/principal.ts'
import type { Database, Reader, Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { personProblems, readPerson } from '../lib/person.ts'
import { Refusal } from '../lib/refusal.ts'
import { nextOperationId, recordOperation } from '../log/record-operation.ts'
import { listOrganizations, type OrganizationRow } from '../organizations/queries.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getMembership } from './queries.ts'
import { updateMembership } from './update-membership.ts'
import { lockAccount } from './write-membership.ts'

export const adminRoles = ['owner', 'admin', 'manager'] as const

export interface NewAdmin {
  /** Normalized. */
  readonly email: string
  readonly firstName: string
  readonly lastName: string | null
  readonly role: (typeof adminRoles)[number]
}

export interface MadeAdmin {
  readonly userId: number
  /** As the account has it. */
  readonly name: string
  readonly operationId: number
  /** Whether the account was made now. */
  readonly created: boolean
  /** Null: the person did not belong to the organization before. */
  readonly roleBefore: string | null
  /** Whether the membership was suspended and goes on now. */
  readonly resumed: boolean
  /** Null: there is a password. */
  readonly link: { readonly id: number; readonly expiresAt: Date } | null
  /** Whether the password, if any, was chosen by a link that was mailed. */
  readonly mailboxProven: boolean
}

/**
 * Makes sure of an account and of a membership with the role, whatever was there before, and gives a new set-password link
 * as long as there is no password. Throws `invalid`, or `forbidden`: the organization is suspended or provisions nobody.
 */
export async function createAdmin(
  { kysely, engine }: { kysely: Database['kysely']; engine: Engine },
  caller: Pick<Principal, 'organization' | 'permissions'>,
  { email, firstName, lastName, role }: NewAdmin,
  { passwordLinkDays: days, by }: { passwordLinkDays: number; by: AskedBy },
): Promise<MadeAdmin> {
  const person = readPerson({ first_name: firstName, last_name: lastName })
  refuseInvalid(personProblems(person))
  const { id: organizationId, slug } = caller.organization
  const outcome = await engine.submit({
    kind: 'provision',
    call: { ...by, organizationId },
    email,
    firstName: person.firstName as string,
    lastName: person.lastName,
    courses: [],
    access: null,
    reference: null,
    welcome: false,
    grantSource: 'person',
    problems: [],
  })
  if (outcome.result === 'refused') {
    const remedy = `\`usher org resume ${slug}\` or \`usher org update ${slug} --provisioning on\``
    throw new Refusal(
      'forbidden',
      `${slug} takes nobody in: it is suspended, or its provisioning is off. See ${remedy}.`,
    )
  }
  const { userId, result } = outcome
  return kysely.transaction().execute(async transaction => {
    await lockAccount(transaction, userId)
    const person = await getPerson(transaction, userId)
    const before = await getMembership(transaction, caller, { userId, organizationId })
    const resumed = before.suspended_at !== null
    const isOther = before.role !== role || resumed
    const isChanged = isOther || person.password_set_at === null || result === 'reused'
    const became = result === 'created' ? 'created' : isChanged ? 'changed' : 'unchanged'
    // One operation of this name, to which what follows adds its change.
    const operationId = await nextOperationId(transaction)
    const change = { kind: 'create_admin', organizationId, userId, email, result: became } as const
    await recordOperation(transaction, change, { ...by, operationId })
    if (isOther) {
      const which = { organization: organizationId, user: userId }
      await updateMembership(transaction, caller, which, { role, suspended: false }, { ...by, operationId })
    }
    // After the role, which ends links that somebody else was shown.
    const link = await giveLink(transaction, userId, { days, now: by.receivedAt })
    const roleBefore = result === 'already_provisioned' ? before.role : null
    const name = `${person.first_name} ${person.last_name}`.trim()
    const mailboxProven = person.email_verified
    return { userId, name, operationId, created: result === 'created', roleBefore, resumed, link, mailboxProven }
  })
}

/** The one before it ends. Null: the account has a password. */
async function giveLink(transaction: Transaction, userId: number, life: { days: number; now: Date }) {
  const { password_link_id: id, password_link_expires_at: expiresAt } =
    (await transaction
      .updateTable('users')
      .set(newPasswordLink(life))
      .where('id', '=', userId)
      .where('password_set_at', 'is', null)
      .returning(['password_link_id', 'password_link_expires_at'])
      .executeTakeFirst()) ?? {}
  return id && expiresAt ? { id, expiresAt } : null
}

function getPerson(reader: Reader, id: number) {
  const person = reader.selectFrom('users').select(['first_name', 'last_name', 'password_set_at', 'email_verified'])
  return person.where('id', '=', id).executeTakeFirstOrThrow()
}

/** The organization that is meant when none is named. Throws `not_found`: there is none; or `invalid`: there are several. */
export async function getOnlyRoot(reader: Reader): Promise<OrganizationRow> {
  const roots = (await listOrganizations(reader)).filter(row => row.parent === null && row.archived_at === null)
  const [root] = roots
  if (!root) throw new Refusal('not_found', 'There is no organization yet: `usher org create` makes one.')
  if (roots.length === 1) return root
  const slugs = roots.map(({ slug }) => slug)
  const shown = slugs.length > 5 ? [...slugs.slice(0, 5), '…'] : slugs
  throw new Refusal('invalid', `Say which organization with --organization: there are ${shown.join(', ')}.`)
}
