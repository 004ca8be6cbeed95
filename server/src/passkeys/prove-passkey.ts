/** Whether somebody holds a passkey that is kept here. Why not is told to nobody: it would say which ones there are. */
import { sql } from 'kysely'
import { recordOperation } from '../log/record-operation.ts'
import type { Browser } from '../sessions/sessions.ts'
import { type PasskeyDeps, takeChallenge, type Wanted } from './challenges.ts'
import type { SentAssertion } from './schema.ts'
import { challengeIn, readAssertion, type Signed, siteOf } from './webauthn.ts'

export interface Shown {
  readonly passkey: SentAssertion
  readonly browser: Browser
}

export interface Proven {
  readonly passkeyId: number
  readonly userId: number
}

/** Spends the challenge, whatever comes of it. Null: it was not proven. */
export async function provePasskey(
  deps: PasskeyDeps,
  wanted: Exclude<Wanted, { purpose: 'register' }>,
  { passkey: sent, browser }: Shown,
  now: Date,
): Promise<Proven | null> {
  const challenge = challengeIn(sent)
  if (challenge === null || !(await takeChallenge(deps, wanted, { challenge, browser }))) return null
  const found = await findPasskey(deps, sent.id)
  if (!found || (wanted.userId !== null && found.userId !== wanted.userId)) return null
  // By itself it says whose it is, and in both ways.
  const isAlone = wanted.purpose === 'sign_in'
  const handle = sent.response.userHandle ?? null
  if (handle === null ? isAlone : handle !== found.userHandle) return null
  const asked = { challenge, publicKey: found.publicKey, verifiesUser: isAlone }
  const signed = await readAssertion(siteOf(deps.config), sent, asked)
  if (!signed) return null
  const proven = { passkeyId: found.id, userId: found.userId }
  if (await moveOn(deps, found.id, signed, now)) return proven
  await noteStoodStill(deps, proven, browser, now)
  return null
}

interface Found {
  readonly id: number
  readonly userId: number
  readonly publicKey: Buffer
  readonly userHandle: string
}

async function findPasskey({ database: { kysely } }: PasskeyDeps, credentialId: string): Promise<Found | undefined> {
  const { rows } = await sql<Omit<Found, 'userHandle'> & { userHandle: Buffer }>`
    select p.id, p.user_id as "userId", p.public_key as "publicKey", w.user_handle as "userHandle"
    from passkeys p join passwords w on w.user_id = p.user_id where p.credential_id = ${credentialId}`.execute(kysely)
  const [found] = rows
  return found && { ...found, userHandle: found.userHandle.toString('base64url') }
}

/**
 * An authenticator that counts says more each time: whoever says no more has a copy, or had it before. In one statement, so that of
 * two who say the same at once the second is refused. False also where it was removed meanwhile.
 */
async function moveOn({ database: { kysely } }: PasskeyDeps, id: number, { counter, backedUp }: Signed, now: Date) {
  const { numUpdatedRows } = await kysely
    .updateTable('passkeys')
    .set({ counter, backed_up: backedUp, last_used_at: now })
    .where('id', '=', id)
    .where(({ eb, or, and }) => or([eb('counter', '<', counter), and([eb('counter', '=', 0), eb.val(counter === 0)])]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function noteStoodStill(
  { database: { kysely } }: PasskeyDeps,
  { userId, passkeyId }: Proven,
  { ip }: Browser,
  now: Date,
): Promise<void> {
  await kysely.transaction().execute(async transaction => {
    const left = await transaction
      .selectFrom('passkeys')
      .innerJoin('users', 'users.id', 'passkeys.user_id')
      .select(['users.email', 'passkeys.name'])
      .where('passkeys.id', '=', passkeyId)
      .executeTakeFirst()
    if (!left) return
    const by = { actor: { kind: 'user', id: userId }, source: null, ip, receivedAt: now } as const
    const change = { kind: 'refuse_passkey', organizationId: null, userId, email: left.email } as const
    await recordOperation(transaction, { ...change, result: 'unchanged' }, by)
  })
}
