/** A plan is done by one caller at a time, who is the one that made it, and once. */
import type { PlannedRequest } from '../api/keep-plan.ts'
import type { Principal } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { unseal } from '../lib/seal.ts'

type Kysely = Database['kysely']

/** From here on nobody else does it. Throws `conflict` for one that was done, and `not_found`. */
export async function takeUpPlan(
  kysely: Kysely,
  id: number,
  { callerId, secret, by: { receivedAt: now } }: Principal,
): Promise<PlannedRequest & { readonly organizationId: number }> {
  const plan = await kysely
    .updateTable('plans')
    .set({ applied_at: now })
    .where('id', '=', id)
    .where('caller_id', '=', callerId)
    .where('expires_at', '>', now)
    .where('applied_at', 'is', null)
    .returning(['request', 'organization_id as organizationId'])
    .executeTakeFirst()
  const planned = plan && open(plan.request, secret)
  if (planned) return { ...planned, organizationId: plan.organizationId }
  if (plan) await putBackPlan(kysely, id)
  const known = await kysely
    .selectFrom('plans')
    .select('applied_at')
    .where('id', '=', id)
    .where('caller_id', '=', callerId)
    .executeTakeFirst()
  if (known?.applied_at && !plan) throw new Refusal('conflict', 'This plan was applied already.')
  throw new Refusal('not_found', 'There is no such plan, or it has expired: make another.')
}

/** What was refused can be tried again. */
export async function putBackPlan(kysely: Kysely, id: number): Promise<void> {
  await kysely.updateTable('plans').set({ applied_at: null }).where('id', '=', id).execute()
}

/** Undefined: it was made in another session. */
function open(request: Buffer, secret: string): PlannedRequest | undefined {
  try {
    return JSON.parse(unseal(request, secret))
  } catch {
    return undefined
  }
}
