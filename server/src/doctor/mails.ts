import { sql } from 'kysely'
import type { Check, Found } from './check.ts'

const failedWithin = 14 * 24
const waitsTooLong = 1

interface Counts {
  readonly failed: number
  readonly late: number
  readonly kept: number
}

/** Mails that failed lately and were not sent again, and mails that wait. */
export const mailsCheck: Check = {
  name: 'mails',
  needs: 'schema',
  async run({ database, config, now }) {
    const ago = (hours: number) => new Date(now().getTime() - hours * 60 * 60 * 1000)
    const { rows } = await sql<Counts>`
      select
        (select count(*) from messages m where state = 'failed' and created_at > ${ago(failedWithin)}
          and not exists (select from messages again where again.repeats = m.id)) as failed,
        (select count(*) from messages where state in ('queued', 'sending') and created_at <= ${ago(waitsTooLong)}) as late,
        (select count(*) from messages where state = 'queued') as kept`.execute(database.kysely)
    return judgeMails(rows[0] as Counts, config.smtpUrl !== null)
  },
}

export function judgeMails({ failed, late, kept }: Counts, sends: boolean): Found {
  const problems = [
    failed > 0 && `${failed} failed in the last 14 days: \`usher mail --state failed\` says why`,
    sends && late > 0 && `${late} ${late === 1 ? 'waits' : 'wait'} for more than an hour: does Usher run?`,
  ].filter(problem => problem !== false)
  if (problems.length > 0) return { well: false, found: problems.join('. ') }
  return { well: true, found: sends ? `None failed lately, ${kept} on the way` : `${kept} kept, none sent` }
}
