/** Who is meant by what a provider vouched for, as one statement finds it. */
import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import type { Reader, Transaction } from '../db/database.ts'
import type { Membership } from '../provisioning/rows/person.ts'
import type { Provider } from './connections.ts'
import { type Known, type Who, whoComes } from './who-comes.ts'

export interface Named {
  readonly issuer: string
  readonly subject: string
  /** Normalized; null: none was said. */
  readonly email: string | null
}

export interface Looked {
  readonly who: Who
  readonly identityId: number | null
  readonly account: (Known & { readonly email: string; readonly activatedAt: Date | null }) | null
  /** Whether there is an invitation to accept, in the provider's organization or below it. */
  readonly isInvited: boolean
}

/** `provenUserId`: who proved by their own means which account is theirs. */
export async function findWho(
  reader: Reader,
  { id, organizationId, path, membersOnly }: Provider,
  named: Named,
  provenUserId: number | null,
): Promise<Looked> {
  const domain = named.email?.slice(named.email.lastIndexOf('@') + 1) ?? ''
  const { rows } = await sql<Row>`
    select identity.id as "identityId", account.id, account.email, account.password_set_at as "passwordSetAt",
      account.activated_at as "activatedAt", member.role, organization.path, member.invited_at as "invitedAt",
      member.suspended_at as "suspendedAt",
      exists (select from team_members led where led.user_id = account.id and led.role <> 'learner') as "leadsTeam",
      array(select coalesce(invitation.role, 'learner') from invitations invitation
        join organizations place on place.id = invitation.organization_id
        where invitation.user_id = account.id and ${organizationId} = any(place.path) and invitation.accepted_at is null
          and invitation.withdrawn_at is null and invitation.expires_at > now()) as "invitedAs",
      exists (select from domains domain where domain.name = ${domain} and domain.organization_id = any(${[...path]}::bigint[])
        and domain.proven_at is not null and domain.lapsed_at is null) as "isOwnDomain"
    from (select ${accountOf(id, named)} as id) meant
    left join identities identity on ${isNamed(id, named)}
    left join users account on account.id = meant.id
    left join memberships member on member.user_id = account.id
    left join organizations organization on organization.id = member.organization_id`.execute(reader)
  const [{ identityId, isOwnDomain, leadsTeam, invitedAs, ...first }] = rows as [Row]
  const { passwordSetAt, activatedAt, email } = first
  const memberships = rows.flatMap(({ role, path, invitedAt, suspendedAt }) =>
    role === null ? [] : { role, path, invitedAt, suspendedAt },
  )
  const account = first.id === null ? null : { id: first.id, email, passwordSetAt, activatedAt, leadsTeam, memberships }
  const who = whoComes({
    ...{ organizationId, membersOnly, account, email: named.email, isOwnDomain, invitedAs },
    isLinked: identityId !== null,
    isProven: account !== null && account.id === provenUserId,
  })
  return { who, identityId, account, isInvited: invitedAs.length > 0 }
}

/** Until the transaction ends nobody else changes the account, or where it belongs. Null: there is none yet. */
export async function lockWho(transaction: Transaction, { id }: Provider, named: Named): Promise<number | null> {
  const locked = await transaction
    .selectFrom('users')
    .select('id')
    .where('id', '=', accountOf(id, named))
    .forNoKeyUpdate()
    .executeTakeFirst()
  return locked?.id ?? null
}

interface Row extends Pick<Membership, 'path' | 'invitedAt' | 'suspendedAt'> {
  readonly identityId: number | null
  /** Null: there is no account, and the rest says nothing. */
  readonly id: number | null
  readonly email: string
  readonly passwordSetAt: Date | null
  readonly activatedAt: Date | null
  readonly leadsTeam: boolean
  readonly invitedAs: readonly string[]
  readonly isOwnDomain: boolean
  /** Null: the account is of no organization. */
  readonly role: string | null
}

const isNamed = (providerId: number, { issuer, subject }: Named) =>
  sql<boolean>`identity.provider_id = ${providerId} and identity.issuer = ${issuer} and identity.subject = ${subject}`

/** Of the identity, or else of the email. */
function accountOf(providerId: number, named: Named) {
  return sql<number>`coalesce((select coalesce(named.alias_of, named.id) from identities identity
    join users named on named.id = identity.user_id where ${isNamed(providerId, named)}), ${idOfEmail(named.email)})`
}
