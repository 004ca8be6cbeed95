import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useActing } from '../../acting/acting.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Bar } from '../../ui/show/bar.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'

interface Props {
  id: number
  /** What can be done with a product's seats. */
  actionsOf?: (seats: Row<'/api/teams/{id}/seats'>) => ReactNode
}

/** A team's seats, a bar a product. */
export function TeamSeats({ id, actionsOf }: Props) {
  const { organization, may } = useActing()
  const seats = useQuery(
    reading(organization, '/api/teams/{id}/seats', {
      path: { id },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
  )
  return (
    <Loaded query={seats} lines={3}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={words.teams.noSeats} hint={words.teams.noSeatsHint} />
        ) : (
          <ul className="flex flex-col gap-3">
            {data.map(row => (
              <SeatLine key={row.id} seats={row}>
                {actionsOf?.(row)}
              </SeatLine>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function SeatLine({ seats, children }: { seats: Row<'/api/teams/{id}/seats'>; children: ReactNode }) {
  const { used, quantity, left, reserved, waiting } = seats
  const product = productOf(seats)
  const format = useFormat()
  const usedOf = words.ui.used(format.number(used), format.number(quantity))
  const notes = [
    reserved > 0 && words.teams.reserved(reserved),
    waiting > 0 && words.teams.waiting(waiting),
    words.ui.left(format.number(left)),
  ]
  return (
    <li className="flex flex-col gap-2.5 rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{product}</span>
        <span className="text-quiet text-sm tabular-nums">{usedOf}</span>
      </div>
      <Bar used={used} quantity={quantity} label={`${product}: ${usedOf}`} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="text-quiet text-sm">{notes.filter(Boolean).join(' · ')}</span>
        {children}
      </div>
    </li>
  )
}
