import type { Database } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { readMe } from '../identity/read-me.ts'
import { localeProblem, refuseInvalid, tidyLocale } from '../lib/checks.ts'
import { type Names, personProblems, readPerson } from '../lib/person.ts'
import { recordOperation } from '../log/record-operation.ts'
import { lockAccount } from '../memberships/write-membership.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'

export interface MyChanges extends Names {
  readonly locale?: string | null
}

/** One's own name and language. Throws `invalid` or `precondition_failed`. */
export async function updateMe(
  { kysely }: Pick<Database, 'kysely'>,
  { userId, ifMatch }: { userId: number; ifMatch?: string },
  { locale, ...names }: MyChanges,
  by: AskedBy,
) {
  const { firstName, lastName, ...read } = readPerson(names)
  refuseInvalid({ ...personProblems(read), locale: locale == null ? null : localeProblem(locale) })
  return kysely.transaction().execute(async transaction => {
    await lockAccount(transaction, userId)
    const before = await readMe(transaction, userId)
    requireMatch(ifMatch, before)
    await transaction
      .updateTable('users')
      .set({
        first_name: firstName ?? undefined,
        last_name: lastName ?? undefined,
        locale: tidyLocale(locale),
        updated_at: by.receivedAt,
      })
      .where('id', '=', userId)
      .execute()
    const after = await readMe(transaction, userId)
    const object = { kind: 'user', id: userId, before, after }
    const change = { kind: 'update_me', organizationId: null, userId, email: after.email, result: 'changed' } as const
    await recordOperation(transaction, { ...change, object }, by)
    return after
  })
}
