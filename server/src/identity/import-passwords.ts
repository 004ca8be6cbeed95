/** Passwords that come along with people from another system: kept as they were hashed there, until the first right one. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export interface ForeignPassword {
  readonly userId: number
  /** That `readForeignHash` reads. */
  readonly hash: string
}

/** Whether it was kept. */
export type KeepPassword = (password: ForeignPassword) => Promise<boolean>

/**
 * Those that come while others are being written are written together. One is kept only for an account that the organization
 * has made, that nobody else knows, is a learner's, and has never been opened; whatever came in between stays.
 */
export function createKeeper({ kysely }: Pick<Database, 'kysely'>, organizationId: number): KeepPassword {
  let next: Promise<ReadonlySet<number>> | null = null
  let waiting: ForeignPassword[] = []
  let last: Promise<unknown> = Promise.resolve()

  return async password => {
    waiting.push(password)
    next ??= last.then(() => {
      const now = waiting
      waiting = []
      next = null
      return keep(now)
    })
    last = next.catch(() => {})
    return (await next).has(password.userId)
  }

  function keep(passwords: readonly ForeignPassword[]): Promise<ReadonlySet<number>> {
    const ids = passwords.map(({ userId }) => userId)
    const hashes = passwords.map(({ hash }) => hash)
    return kysely.transaction().execute(async transaction => {
      // As the engine locks them: who joins them to another organization waits, and ends what is kept here.
      await sql`select from users where id = any(${ids}::bigint[]) order by email for no key update`.execute(
        transaction,
      )
      const { rows } = await sql<{ id: number }>`
        with kept as (
          insert into passwords (user_id, hash)
          select person.id, new.hash
          from unnest(${ids}::bigint[], ${hashes}::text[]) as new (id, hash) join users person on person.id = new.id
          where person.password_set_at is null and person.activated_at is null and person.alias_of is null
            and exists (select from memberships first
              where first.user_id = person.id and first.operation_id = person.operation_id)
            and not exists (select from memberships other join organizations place on place.id = other.organization_id
              where other.user_id = person.id and (other.role <> 'learner' or ${organizationId} <> all(place.path)))
            and not exists (select from team_members led where led.user_id = person.id and led.role <> 'learner')
            and not exists (select from identities known where known.user_id = person.id)
          on conflict do nothing returning user_id
        )
        update users set password_set_at = now(), updated_at = now() from kept where users.id = kept.user_id
        returning users.id`.execute(transaction)
      return new Set(rows.map(({ id }) => id))
    })
  }
}
