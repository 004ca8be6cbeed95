import { productOf } from '../api/called.ts'
import { TeamSeats } from '../console/teams/team-seats.tsx'
import { paths } from '../paths.ts'
import { words } from '../text/words.ts'
import { ActionLink } from '../ui/action-link.tsx'
import { Page } from '../ui/page.tsx'
import { useMyTeam } from './my-team.ts'
import { HoldersLink } from './overview.tsx'

export function TeamSeatsPage() {
  const { team, params, may } = useMyTeam()
  return (
    <Page
      title={words.portal.seats}
      about={words.portal.seatsHint}
      actions={
        may('orders.create') && (
          <ActionLink to={paths.teamOrder} params={params}>
            {words.portal.orderTitle}
          </ActionLink>
        )
      }
    >
      <TeamSeats id={team} actionsOf={seats => <HoldersLink id={seats.id} product={productOf(seats)} />} />
    </Page>
  )
}
