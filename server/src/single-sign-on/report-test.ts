/** Trying a provider: what came, every check, and what the sign-in would do. Nobody is signed in by it. */
import type { Config } from '../config.ts'
import type { Database, Reader } from '../db/database.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Engine } from '../provisioning/engine.ts'
import { newToken } from '../sessions/token.ts'
import type { Provider } from './connections.ts'
import { findWho } from './find-who.ts'
import { foresee } from './foresee.ts'
import { noteSignOn } from './note-sign-on.ts'
import { hashOf, keepWaiting } from './pending.ts'
import type { Vouched } from './vouched.ts'

export interface SignOnTest {
  /** The state of the provider that is tried. */
  readonly updatedAt: string
}

/** An address by which whoever holds it tries a provider, once. Throws `conflict` in an archived organization, where nothing changes any more. */
export async function beginTest(
  reader: Reader,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { id: providerId, updated_at }: { readonly id: number; readonly updated_at: Date },
): Promise<string> {
  const { archived_at } = await reader
    .selectFrom('identity_providers as provider')
    .innerJoin('organizations as organization', 'organization.id', 'provider.organization_id')
    .select('organization.archived_at')
    .where('provider.id', '=', providerId)
    .executeTakeFirstOrThrow()
  if (archived_at) throw new Refusal('conflict', 'The organization is archived: nothing of it changes any more.')
  const ticket = newToken()
  const content: SignOnTest = { updatedAt: updated_at.toISOString() }
  await keepWaiting(reader, { providerId, request: ticket, browser: hashOf(ticket), content })
  return `${publicUrl}/api/sign-on/${providerId}/start?test=${ticket}`
}

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Pick<Engine, 'plan'>
  readonly config: Pick<Config, 'publicUrl'>
}

interface Tried {
  readonly vouched?: Vouched
  readonly refused?: { readonly check: string; readonly code: string; readonly detail: string }
  readonly checks: readonly { readonly check: string; readonly passed: boolean }[]
  readonly clockSkewMs: number | null
  readonly ip: string | null
}

/** Keeps the report, and gives where it is read. A provider that passed may be switched on as it is. */
export async function reportTest(
  { database, engine, config }: Deps,
  provider: Provider,
  { updatedAt }: SignOnTest,
  { vouched, refused, checks, clockSkewMs, ip }: Tried,
): Promise<string> {
  const { kysely } = database
  const email = vouched?.claims.email ? normalizeEmail(vouched.claims.email) : null
  const looked = vouched ? await findWho(kysely, provider, { ...vouched, email }, null) : null
  const id = await noteSignOn(kysely, {
    ...{ providerId: provider.id, result: 'tested', subject: vouched?.subject, email: vouched?.claims.email },
    ...{ refusedBy: refused?.check, code: refused?.code, detail: refused?.detail, clockSkewMs, ip },
  })
  // Whoever runs a provider has it say any address: of whom nobody here knows, the report is as of nobody.
  const isStranger = looked?.who.kind === 'refused' && looked.who.code === 'unknown_person'
  const userId = isStranger ? null : (looked?.account?.id ?? null)
  const report = {
    ...{ checks, claims: vouched?.claims ?? null, who: looked?.who ?? null },
    ...(vouched && (await foresee({ database, engine }, provider, vouched, userId))),
  }
  await kysely
    .updateTable('sign_ons')
    .set({ report: JSON.stringify(report) })
    .where('id', '=', id)
    .execute()
  if (vouched)
    await kysely
      .updateTable('identity_providers')
      .set({ tested_at: new Date() })
      .where('id', '=', provider.id)
      .where('updated_at', '=', new Date(updatedAt))
      .execute()
  return `${config.publicUrl}/console/${provider.slug}/settings/sign-in/${provider.id}?test=${id}`
}
