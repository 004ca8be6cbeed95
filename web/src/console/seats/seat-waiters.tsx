import type { ReactNode } from 'react'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { PersonLink } from '../../ui/show/person-link.tsx'

type Waiter = Row<'/api/seats/{id}/waiting'>

/** Who waits, in the order in which they get one; `next` is how there come to be more. */
export function SeatWaiters({ id, next }: { id: number; next: ReactNode }) {
  const format = useFormat()
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-quiet">{words.seats.waitersHint}</p>
        {next}
      </div>
      <List
        label={words.seats.tabs.waiters}
        path="/api/seats/{id}/waiting"
        params={{ id }}
        columns={[
          { id: 'person', name: words.seats.person, grow: 2, cell: (waiter: Waiter) => <PersonLink {...waiter} /> },
          {
            id: 'since',
            name: words.seats.waitsSince,
            onPhone: true,
            isMoment: true,
            cell: ({ created_at }) => format.moment(created_at),
          },
        ]}
        keyOf={waiter => waiter.user_id}
        empty={<Empty title={words.seats.noWaiters} hint={words.seats.noWaitersHint} />}
        hasCsv
      />
    </>
  )
}
