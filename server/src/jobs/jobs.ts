/** All that is done by the clock. */
import type { Database, Reader } from '../db/database.ts'
import { deleteOldAnswers } from '../http/idempotent-answers.ts'
import { deleteOldAttempts, deleteOldSessions, deleteOldVerifications } from '../identity/clean-up.ts'
import { deleteOldCounts } from '../keys/call-counter.ts'
import { deleteOldPlans } from '../plans/keep-plan.ts'
import type { Engine } from '../provisioning/engine.ts'
import { boundWaiting } from '../webhooks/bound-waiting.ts'
import { deleteOldDeliveries } from '../webhooks/clean-up.ts'
import { endAccess } from './end-access.ts'
import { halfMinute, hour, type Job } from './every.ts'
import { lapseInvitations } from './lapse-invitations.ts'
import { queueReminders } from './remind.ts'
import { settleRefunds } from './settle-refunds.ts'

export interface JobDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly onMail: () => void
  readonly now: () => Date
}

/** The name of a job is how the log speaks of it. */
export function listJobs({ database, engine, onMail, now }: JobDeps): Job[] {
  const { kysely } = database
  const tidyUp = (name: string, work: (reader: Reader, now: Date) => Promise<void>): Job => ({
    ...{ name, every: hour },
    work: () => work(kysely, now()),
  })
  return [
    { name: 'end access', every: halfMinute, work: () => endAccess({ engine, database }, now()) },
    { name: 'lapse invitations', every: halfMinute, work: () => lapseInvitations({ engine, database }, now()) },
    { name: 'bound what waits for webhooks', every: halfMinute, work: () => boundWaiting(database, now()) },
    { name: 'settle refunds', every: halfMinute, work: () => settleRefunds({ engine, database }, now()) },
    // Some may be queued though others fail.
    { name: 'remind', every: halfMinute, work: () => queueReminders(kysely, now()).finally(onMail) },
    tidyUp('delete old sessions', deleteOldSessions),
    tidyUp('delete old attempts', deleteOldAttempts),
    tidyUp('delete old verifications', deleteOldVerifications),
    tidyUp('delete old answers', deleteOldAnswers),
    tidyUp('delete old plans', deleteOldPlans),
    tidyUp('delete old counts', deleteOldCounts),
    tidyUp('delete old deliveries', deleteOldDeliveries),
  ]
}
