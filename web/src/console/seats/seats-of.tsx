import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Bar } from '../../ui/show/bar.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { AddSeats } from './add-seats.tsx'
import { MoveSeats } from './move-seats.tsx'
import { RemoveSeats } from './remove-seats.tsx'
import { ResizeSeats } from './resize-seats.tsx'
import { SeatHolders } from './seat-holders.tsx'
import { SeatSettings } from './seat-settings.tsx'
import { SeatWaiters } from './seat-waiters.tsx'

type SeatsShown = Row<'/api/seats'>

export function SeatsOfPage() {
  const { organization, may } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/seats/$id' })
  const seats = useQuery(
    reading(organization, '/api/seats/{id}', {
      path: { id: Number(id) },
      query: expandIf(may('catalog.view'), 'product'),
    }),
  )
  return <Loaded query={seats}>{seats => <Seats seats={seats} />}</Loaded>
}

const dialogs = { add: AddSeats, move: MoveSeats, resize: ResizeSeats, remove: RemoveSeats }

/** A team's seats of a product: who has them, and what can be done with them. */
function Seats({ seats }: { seats: SeatsShown }) {
  const { organization, unless } = useActing()
  const [asked, ask] = useState<keyof typeof dialogs | null>(null)
  const AskedDialog = asked && dialogs[asked]
  return (
    <Page
      title={productOf(seats)}
      about={
        <Link
          to={paths.team}
          params={{ organization, id: String(seats.team_id) }}
          className="underline underline-offset-4 hover:text-ink"
        >
          {seats.team}
        </Link>
      }
      back={{ to: paths.seats, params: { organization }, name: words.seats.title }}
      actions={
        <>
          <Action look="main" icon={Plus} whyNot={unless('seats.create')} onPress={() => ask('add')}>
            {words.seats.add}
          </Action>
          <Action
            whyNot={unless('seats.edit') ?? (seats.left > 0 ? null : words.seats.noneLeft)}
            onPress={() => ask('move')}
          >
            {words.seats.move}
          </Action>
          <ActionsMenu
            actions={[
              { name: words.seats.resize, whyNot: unless('seats.edit'), onAction: () => ask('resize') },
              {
                name: words.seats.removeAll,
                isDangerous: true,
                whyNot: unless('seats.delete'),
                onAction: () => ask('remove'),
              },
            ]}
          />
        </>
      }
    >
      <Usage {...seats} />
      <Tabs
        label={productOf(seats)}
        parts={[
          {
            id: 'holders',
            name: words.seats.tabs.holders,
            children: <SeatHolders id={seats.id} waiting={seats.waiting} />,
          },
          (seats.waitlist || seats.waiting > 0) && {
            id: 'waiting',
            name: words.seats.tabs.waiters,
            children: (
              <SeatWaiters
                id={seats.id}
                next={
                  <Action icon={Plus} whyNot={unless('seats.create')} onPress={() => ask('add')}>
                    {words.seats.add}
                  </Action>
                }
              />
            ),
          },
          {
            id: 'settings',
            name: words.seats.tabs.settings,
            children: <Edited thing={seats}>{seats => <SeatSettings seats={seats} />}</Edited>,
          },
        ]}
      />
      {AskedDialog && <AskedDialog to={seats} onClose={() => ask(null)} />}
    </Page>
  )
}

function Usage(seats: SeatsShown) {
  const { used, quantity, left, reserved, waiting } = seats
  const format = useFormat()
  const said = words.ui.used(format.number(used), format.number(quantity))
  const notes = [
    words.ui.left(format.number(left)),
    reserved > 0 && words.seats.reservedCount(reserved),
    waiting > 0 && words.seats.waitingCount(waiting),
  ]
  return (
    <Card>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold text-lg tabular-nums">{said}</span>
        <span className="text-quiet text-sm">{notes.filter(Boolean).join(' · ')}</span>
      </p>
      <Bar used={used} quantity={quantity} label={`${productOf(seats)}: ${said}`} />
    </Card>
  )
}
