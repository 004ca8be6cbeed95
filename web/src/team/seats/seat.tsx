import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { paths } from '../../address/paths.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import { SeatHolders } from '../../console/seats/seat-holders.tsx'
import { SeatWaiters } from '../../console/seats/seat-waiters.tsx'
import { useAccess } from '../../format/use-access.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Bar } from '../../ui/show/bar.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { OrderLink } from '../buying/order-link.tsx'
import { useMyTeam } from '../my-team.ts'
import { PickPerson } from './pick-person.tsx'

/** The team's seats of one product: who has them, and who is to have one. */
export function TeamSeatPage() {
  const { organization, may } = useMyTeam()
  const { id } = useParams({ from: '/signed-in/team/$team/seats/$id' })
  const query = useQuery(
    reading(organization, '/api/seats/{id}', {
      path: { id: Number(id) },
      query: { ...expandIf(may('catalog.view'), 'product') },
    }),
  )
  return <Loaded query={query}>{seats => <Seat seats={seats} />}</Loaded>
}

function Seat({ seats }: { seats: Row<'/api/seats'> }) {
  const { params, unless } = useMyTeam()
  const format = useFormat()
  const sayAccess = useAccess()
  const [isGiving, give] = useState(false)
  const { id, used, quantity, left, waiting, waitlist, access } = seats
  const product = productOf(seats)
  const said = words.ui.used(format.number(used), format.number(quantity))
  return (
    <Page
      title={product}
      about={access ? `${said} · ${sayAccess(access, words.access.ofProduct)}` : said}
      back={{ to: paths.teamSeats, params, name: words.portal.seats }}
      actions={
        <Action
          look="main"
          icon={UserPlus}
          whyNot={unless('enrollments.create') ?? (left > 0 || waitlist ? null : words.portal.noneLeft)}
          onPress={() => give(true)}
        >
          {words.portal.giveSeat}
        </Action>
      }
    >
      <Bar used={used} quantity={quantity} label={`${product}: ${said}`} />
      {waitlist || waiting > 0 ? (
        <Tabs
          label={product}
          parts={[
            { id: 'holders', name: words.seats.tabs.holders, children: <SeatHolders id={id} waiting={waiting} /> },
            {
              id: 'waiting',
              name: words.seats.tabs.waiters,
              children: <SeatWaiters id={id} next={<OrderLink />} />,
            },
          ]}
        />
      ) : (
        <SeatHolders id={id} waiting={waiting} />
      )}
      {isGiving && <PickPerson seats={{ id, product }} onClose={() => give(false)} />}
    </Page>
  )
}
