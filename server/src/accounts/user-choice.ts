/** A person as callers name them in an address: by the account's id, or by the email. */
import { type RawBuilder, sql } from 'kysely'
import { refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { idOfEmail } from './aliases.ts'

export type UserChoice = { readonly id: number } | { readonly email: string }

/** Throws `invalid` for what is neither. */
export function readUserChoice(text: string, field = 'user'): UserChoice {
  if (/^\d{1,15}$/.test(text)) return { id: Number(text) }
  const email = normalizeEmail(text)
  refuseInvalid({ [field]: email === null ? 'must be an id, or an email such as jane@example.com' : null })
  return { email: email as string }
}

/** The account's id, in a statement; null when nobody has the email. */
export function idOf(choice: UserChoice): RawBuilder<number | null> {
  return 'id' in choice ? sql`${choice.id}::bigint` : idOfEmail(choice.email)
}
