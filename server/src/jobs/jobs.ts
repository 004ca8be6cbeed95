/** All that is done by the clock. */

import { deleteOldAnswers } from '../api/idempotent-answers.ts'
import { deleteOldPlans } from '../api/keep-plan.ts'
import type { Database, Reader } from '../db/database.ts'
import { lookAgain } from '../domains/look-again.ts'
import type { LookForRecord } from '../domains/text-record.ts'
import { deleteOldAttempts, deleteOldSessions } from '../identity/clean-up.ts'
import { renewMetadata } from '../identity-providers/renew-metadata.ts'
import { deleteOldCounts } from '../keyring/call-counter.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import type { Engine } from '../provisioning/engine.ts'
import { deleteOldSignOns } from '../single-sign-on/pending.ts'
import { boundWaiting } from '../webhooks/bound-waiting.ts'
import { deleteOldDeliveries } from '../webhooks/clean-up.ts'
import type { Job } from '../workers/schedule.ts'
import { endAccess } from './end-access.ts'
import { lapseInvitations } from './lapse-invitations.ts'
import { queueReminders } from './remind.ts'
import { settleRefunds } from './settle-refunds.ts'

export interface JobDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly onMail: () => void
  readonly lookForRecord: LookForRecord
  readonly outside: Pick<GuardedFetch, 'fetch'>
}

const halfMinute = 30_000
const hour = 3_600_000

const soon = (name: string, work: Job<JobDeps>['work']): Job<JobDeps> => ({ name, every: halfMinute, work })
const tidyUp = (name: string, work: (reader: Reader, now: Date) => Promise<void>): Job<JobDeps> => ({
  ...{ name, every: hour },
  work: ({ database }, now) => work(database.kysely, now),
})

export const jobs: readonly Job<JobDeps>[] = [
  soon('end access', endAccess),
  soon('lapse invitations', lapseInvitations),
  soon('bound what waits for webhooks', ({ database }, now) => boundWaiting(database, now)),
  soon('settle refunds', settleRefunds),
  // Some may be queued though others fail.
  soon('remind', ({ database, onMail }, now) => queueReminders(database.kysely, now).finally(onMail)),
  {
    name: 'look at domains again',
    every: hour,
    work: ({ database, lookForRecord }, now) => lookAgain(database, lookForRecord, now),
  },
  tidyUp('delete old sessions', deleteOldSessions),
  {
    name: 'read metadata of providers again',
    every: 24 * hour,
    work: ({ database, outside }, now) => renewMetadata(database, outside, now),
  },
  tidyUp('delete old sign-ons', deleteOldSignOns),
  tidyUp('delete old attempts', deleteOldAttempts),
  tidyUp('delete old answers', deleteOldAnswers),
  tidyUp('delete old plans', deleteOldPlans),
  tidyUp('delete old counts', deleteOldCounts),
  tidyUp('delete old deliveries', deleteOldDeliveries),
]
