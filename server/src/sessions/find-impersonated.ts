import type { Reader } from '../db/database.ts'
import type { Visitor } from '../places/signed-in-by.ts'
import { mayActAs } from './may-act-as.ts'

/** The person as whom another one acts; null: who may not, or not any more. */
export async function findImpersonated(reader: Reader, impersonator: Visitor, userId: number) {
  const [user, isAllowed] = await Promise.all([
    reader
      .selectFrom('users')
      .select(['id', 'email', 'first_name', 'last_name'])
      .where('id', '=', userId)
      .executeTakeFirst(),
    mayActAs(reader, impersonator, userId),
  ])
  return user && isAllowed ? user : null
}
