/**
 * The addresses by which a person was known before. Each is a row of `users` that says whose alias it is: the one index on emails
 * decides whose an address is, and whoever is named by one is found in the same look.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'

/** The id of whom an email names, now or before; null: nobody. Normalized. */
export function idOfEmail(email: string | null): RawBuilder<number | null> {
  return sql`(select coalesce(alias_of, id) from users where email = ${email})`
}

/** The same. Throws `not_found`. */
export async function getIdOfEmail(reader: Reader, email: string): Promise<number> {
  const { id } = await reader.selectNoFrom(idOfEmail(email).as('id')).executeTakeFirstOrThrow()
  if (id === null) throw new Refusal('not_found', `There is no account ${email}.`)
  return id
}

/** The account's address of now, where `email` is one of before; else `email` itself. */
export function emailOfNow(email: unknown): RawBuilder<string> {
  return sql`coalesce((select account.email from users as named join users as account on account.id = named.alias_of
    where named.email = ${email}), ${email})`
}

/** All addresses of an account, as the log compares them. */
export function emailsOfUser(id: number): RawBuilder<string[]> {
  return sql`array(select email collate "default" from users where id = ${id} or alias_of = ${id})`
}
