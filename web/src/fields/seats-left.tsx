import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting/acting.ts'
import { expandIf, productOf } from '../api/called.ts'
import { reading } from '../api/reading.ts'
import { words } from '../text/words.ts'

/** What is left of a team's seats: who comes by a link takes one of each. */
export function SeatsLeft({ team }: { team: number }) {
  const { organization, may } = useActing()
  const seats = useQuery({
    ...reading(organization, '/api/teams/{id}/seats', {
      path: { id: team },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
    enabled: may('seats.view'),
  })
  const rows = (seats.data?.data ?? []).filter(({ quantity }) => quantity > 0)
  if (rows.length === 0) return null
  const isFull = rows.some(({ left, waitlist }) => left === 0 && !waitlist)
  return (
    <p role="status" className={`text-sm ${isFull ? 'text-warn' : 'text-quiet'}`}>
      {rows.map(row => words.links.seatsLeft(row.left, productOf(row))).join(' · ')}
    </p>
  )
}
