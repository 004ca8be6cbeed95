import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { paths } from '../address/paths.ts'
import { productOf } from '../api/called.ts'
import { counting, type Listed, type Params } from '../api/reading.ts'
import { TeamSeats } from '../console/teams/team-seats.tsx'
import { useFormat } from '../format/use-format.ts'
import { useBrand } from '../shell/use-brand.ts'
import { words } from '../text/words.ts'
import { ActionLink } from '../ui/act/action-link.tsx'
import { Page } from '../ui/page/page.tsx'
import { useMyTeam } from './my-team.ts'
import { useWaiting } from './seats/use-waiting.ts'

export function TeamOverviewPage() {
  const { team, teamName, organizationName, params, may, unless } = useMyTeam()
  const brand = useBrand()
  return (
    <Page
      title={teamName}
      about={brand?.brand_name ?? organizationName}
      actions={
        <>
          <ActionLink
            to={paths.teamInvite}
            params={params}
            look="main"
            icon={UserPlus}
            whyNot={unless('invitations.create')}
          >
            {words.portal.invite}
          </ActionLink>
          {may('orders.create') && (
            <ActionLink to={paths.teamOrder} params={params}>
              {words.portal.orderTitle}
            </ActionLink>
          )}
        </>
      }
    >
      <div className="grid grid-cols-3 gap-3 sm:gap-4">
        {may('teams.view') && (
          <Count name={words.portal.peopleCount} path="/api/teams/{id}/members" asked={{ path: { id: team } }} />
        )}
        {may('enrollments.view') && (
          <Count
            name={words.portal.activeCourses}
            tab="progress"
            path="/api/enrollments"
            asked={{ query: { team, status: 'active' } }}
          />
        )}
        {may('invitations.view') && (
          <Count
            name={words.portal.invitedCount}
            tab="invitations"
            path="/api/invitations"
            asked={{ query: { team, state: 'pending' } }}
          />
        )}
        <WaitingLink />
      </div>
      {may('seats.view') && (
        <section className="flex flex-col gap-3">
          <h2 className="font-semibold text-lg">{words.portal.seats}</h2>
          <TeamSeats id={team} actionsOf={seats => <HoldersLink id={seats.id} product={productOf(seats)} />} />
        </section>
      )}
    </Page>
  )
}

/** To those who ask to come in; nothing, while there is nobody. */
function WaitingLink() {
  const { params } = useMyTeam()
  const format = useFormat()
  const waiting = useWaiting()
  if (waiting === 0) return null
  return (
    <Link
      to={paths.teamPeople}
      params={params}
      search={{ tab: 'links' }}
      className="col-span-3 rounded-2xl bg-tint p-4 font-medium text-accent hover:underline sm:px-5"
    >
      {words.portal.waitingCount(format.number(waiting), waiting === 1)}
    </Link>
  )
}

export function HoldersLink({ id, product }: { id: number; product: string }) {
  const { params } = useMyTeam()
  return (
    <Link
      to={paths.teamSeat}
      params={{ ...params, id: String(id) }}
      className="text-accent text-sm underline underline-offset-4"
    >
      {words.portal.holders}
      <span className="sr-only">: {product}</span>
    </Link>
  )
}

interface CountProps<Path extends Listed> {
  name: string
  path: Path
  asked: { path?: object; query?: object }
  /** Of the people's page. */
  tab?: string
}

function Count<Path extends Listed>({ name, path, asked, tab }: CountProps<Path>) {
  const { organization, params } = useMyTeam()
  const format = useFormat()
  const { data: total } = useQuery(counting<Path>(organization, path, asked as Params<Path>))
  return (
    <Link
      to={paths.teamPeople}
      params={params}
      search={{ tab }}
      className="flex flex-col justify-between gap-1 rounded-2xl border border-line bg-surface p-4 hover:border-edge sm:p-5"
    >
      <span className="text-quiet text-sm">{name}</span>
      <span className="font-semibold text-3xl tabular-nums">{total === undefined ? '–' : format.total(total)}</span>
    </Link>
  )
}
