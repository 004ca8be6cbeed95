import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Page } from '../../ui/page/page.tsx'
import { useCount } from '../use-count.ts'
import { Figure } from './figure.tsx'
import { Figures } from './figures.tsx'
import { FirstSteps } from './first-steps.tsx'
import { Pictures } from './pictures.tsx'

/** How things stand; while nobody was ever enrolled, what comes next instead. */
export function OverviewPage() {
  const { may } = useActing()
  const isNew = useCount('/api/enrollments', may('enrollments.view')) === 0
  return (
    <Page title={words.overview.title}>
      {isNew && <FirstSteps />}
      {!isNew && may('reports.view') && (
        <>
          <Figures />
          <Pictures />
        </>
      )}
      <Totals />
    </Page>
  )
}

/** How many there are; each for who may see them. */
function Totals() {
  const { may } = useActing()
  const format = useFormat()
  const sayTotal = (count: number | undefined) => (count === undefined ? undefined : format.total(count))
  const people = useCount('/api/users', may('users.view'))
  const teams = useCount('/api/teams', may('teams.view'))
  const enrollments = useCount('/api/enrollments', may('enrollments.view'), { status: 'active' })
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-4">
      {may('users.view') && <Figure name={words.overview.people} value={sayTotal(people)} to={paths.users} />}
      {may('teams.view') && <Figure name={words.overview.teams} value={sayTotal(teams)} to={paths.teams} />}
      {may('enrollments.view') && (
        <Figure
          name={words.overview.activeEnrollments}
          value={sayTotal(enrollments)}
          to={paths.enrollments}
          search={{ status: 'active' }}
        />
      )}
    </div>
  )
}
