import { productOf } from '../../api/called.ts'
import { TeamSeats } from '../../console/teams/team-seats.tsx'
import { words } from '../../text/words.ts'
import { Page } from '../../ui/page/page.tsx'
import { OrderLink } from '../buying/order-link.tsx'
import { useMyTeam } from '../my-team.ts'
import { HoldersLink } from '../overview.tsx'

export function TeamSeatsPage() {
  const { team } = useMyTeam()
  return (
    <Page title={words.portal.seats} about={words.portal.seatsHint} actions={<OrderLink />}>
      <TeamSeats id={team} actionsOf={seats => <HoldersLink id={seats.id} product={productOf(seats)} />} />
    </Page>
  )
}
