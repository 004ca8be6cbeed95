import type { Reader } from '../db/database.ts'
import { inSteps } from '../lib/in-steps.ts'
import { seal } from '../lib/seal.ts'
import { fingerprintOf, type PlannedChange } from './fingerprint.ts'
import type { Principal } from './principal.ts'

/** What was asked, to be asked again. */
export interface PlannedRequest {
  readonly method: string
  readonly url: string
  /** JSON, as a text: its fields stay in their order. */
  readonly body: string | null
  /** It may be what guards it against being done twice. */
  readonly idempotencyKey: string | null
}

const lifeMs = 60 * 60 * 1000

/** Keeps a plan for an hour, for whoever asked for it, with the same key or in the same session. */
export async function keepPlan(
  reader: Reader,
  { callerId, secret, organization, by }: Principal,
  request: PlannedRequest,
  changes: readonly PlannedChange[],
): Promise<{ plan_id: number; expires_at: Date }> {
  const expires_at = new Date(by.receivedAt.getTime() + lifeMs)
  const { id } = await reader
    .insertInto('plans')
    .values({
      organization_id: organization.id,
      caller_id: callerId,
      request: seal(JSON.stringify(request), secret),
      fingerprint: await inSteps(fingerprintOf(changes)),
      expires_at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { plan_id: id, expires_at }
}

export async function deleteOldPlans(reader: Reader, now: Date): Promise<void> {
  await reader.deleteFrom('plans').where('expires_at', '<', now).execute()
}
