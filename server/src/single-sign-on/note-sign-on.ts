import type { Reader } from '../db/database.ts'

export interface SignOn {
  readonly providerId: number
  readonly result: 'signed_in' | 'refused' | 'tested'
  readonly userId?: number | null
  readonly subject?: string | null
  readonly email?: string | null
  readonly refusedBy?: string
  readonly code?: string
  readonly detail?: string
  readonly clockSkewMs?: number | null
  readonly ip: string | null
}

/** Notes what came of signing in, and gives the number by which it is found. */
export async function noteSignOn(reader: Reader, signOn: SignOn): Promise<number> {
  const { providerId, result, userId, subject, email, refusedBy, code, detail, clockSkewMs, ip } = signOn
  const cut = (text: string | null | undefined, most: number) => text?.slice(0, most).toWellFormed() ?? null
  const { id } = await reader
    .insertInto('sign_ons')
    .values({
      ...{ provider_id: providerId, result, user_id: userId ?? null, ip },
      ...{ subject: cut(subject, 1024), email: cut(email, 254), refused_by: refusedBy ?? null, code: code ?? null },
      ...{ detail: cut(detail, 1000), clock_skew_ms: clockSkewMs == null ? null : Math.round(clockSkewMs) },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
