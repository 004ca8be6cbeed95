import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { useCount } from '../use-count.ts'
import { Figure } from './figure.tsx'

/** What happened lately, and what should be looked at. */
export function Figures() {
  const { organization, may } = useActing()
  const format = useFormat()
  const overview = useQuery(reading(organization, '/api/reports/overview'))
  const { overview: say } = words
  const sends = useSendsMail()
  const waiting = useCount('/api/mails', !sends && may('users.view'), { state: 'queued' })
  const log = may('operations.view') ? paths.operations : undefined
  const inSevenDays = (count: number) => say.inSevenDays(format.number(count))
  return (
    <Loaded query={overview} lines={3}>
      {now => (
        <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
          <Figure
            name={say.operations}
            value={now.operations_today}
            about={inSevenDays(now.operations_in_7_days)}
            to={log}
          />
          <Figure
            name={say.refused}
            value={now.refused_today}
            about={inSevenDays(now.refused_in_7_days)}
            isWarning={now.refused_today > 0}
            to={log}
            search={{ result: 'refused' }}
          />
          <Figure
            name={say.newEnrollments}
            value={now.enrollments_today}
            about={inSevenDays(now.enrollments_in_7_days)}
            to={paths.reports}
          />
          <Figure name={say.learnersActive} value={now.learners_active_in_7_days} about={say.lastSevenDays} />
          <Figure
            name={say.seatsUsed}
            value={now.seats_used}
            about={say.ofSeats(format.number(now.seats))}
            to={paths.reports}
            search={{ tab: 'seats' }}
          />
          <Figure
            name={say.seatsNearlyUsed}
            value={now.seats_nearly_used}
            about={say.ofTeams}
            isWarning={now.seats_nearly_used > 0}
            to={paths.reports}
            search={{ tab: 'seats', nearly_used: 'true' }}
          />
          {sends ? (
            <Figure
              name={say.mailsFailed}
              value={now.mails_failed_in_7_days}
              about={say.lastSevenDays}
              isWarning={now.mails_failed_in_7_days > 0}
              to={may('users.view') ? paths.mails : undefined}
              search={{ state: 'failed' }}
            />
          ) : (
            <Figure
              name={say.mailsWaiting}
              value={waiting === undefined ? undefined : format.total(waiting)}
              about={say.noMailServer}
              isWarning
              to={may('users.view') ? paths.mails : undefined}
              search={{ state: 'queued' }}
            />
          )}
          <Figure
            name={say.accessEnding}
            value={now.access_ending_in_7_days}
            about={say.nextSevenDays}
            to={paths.reports}
            search={{ tab: 'expiring', days: '7' }}
          />
        </div>
      )}
    </Loaded>
  )
}
