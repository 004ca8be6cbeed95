import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { expandIf, productOf } from '../../api/called.ts'
import { reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { useMyTeam } from '../my-team.ts'

interface Props {
  people: readonly { user_id: number; email: string }[]
  onClose: () => void
  onDone?: () => void
}

interface Seats {
  id: number
  /** As people call it. */
  product: string
}

/** Asks of which of the team's seats, shows what they give, and gives them. */
export function GiveSeat({ people, onClose, onDone }: Props) {
  const { organization, team, may } = useMyTeam()
  const format = useFormat()
  const [chosen, choose] = useState<Seats | null>(null)
  const query = useQuery(
    reading(organization, '/api/teams/{id}/seats', {
      path: { id: team },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
  )
  if (chosen) return <GiveSeatOf seats={chosen} people={people} onClose={onClose} onDone={onDone} />
  return (
    <Dialog title={words.portal.giveSeatTitle(people.length)} onClose={onClose}>
      <Loaded query={query} lines={2}>
        {({ data }) =>
          data.length === 0 ? (
            <p>{words.portal.noSeats}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {data.map(seats => {
                const product = productOf(seats)
                const isFree = seats.left > 0 || seats.waitlist
                return (
                  <li key={seats.id}>
                    <button
                      type="button"
                      aria-disabled={!isFree}
                      onClick={() =>
                        isFree ? choose({ id: seats.id, product }) : notify('problem', words.portal.noneLeft)
                      }
                      className="flex min-h-12 w-full cursor-pointer items-center justify-between gap-3 rounded-xl border border-line px-4 py-2 text-start hover:bg-sunken aria-disabled:cursor-not-allowed"
                    >
                      <span>
                        <span className="block font-medium">{product}</span>
                        <span className="block text-quiet text-sm">
                          {isFree ? words.ui.left(format.number(seats.left)) : words.portal.noneLeft}
                        </span>
                      </span>
                      <ChevronRight aria-hidden="true" className="rtl:-scale-x-100 size-5 text-quiet" />
                    </button>
                  </li>
                )
              })}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  )
}

/** Of these. */
export function GiveSeatOf({ seats: { id, product }, people, onClose, onDone }: Props & { seats: Seats }) {
  const { api, may } = useMyTeam()
  return (
    <PlanDialog
      title={words.portal.giveSeatPlan(product)}
      hint={words.portal.giveSeatHint}
      steps={people.map(({ user_id, email }) => ({
        name: email,
        plan: () =>
          api.POST('/api/seats/{id}/claims', { params: { path: { id }, query: { mode: 'plan' } }, body: { user_id } }),
        back: answer =>
          may('seats.edit') && (answer as { claim: unknown }).claim
            ? () => api.DELETE('/api/seats/{id}/claims/{user}', { params: { path: { id, user: user_id } } })
            : null,
      }))}
      doLabel={words.portal.giveSeat}
      onClose={onClose}
      sayDone={() =>
        words.portal.seatGiven(
          people.map(({ email }) => email),
          product,
        )
      }
      onDone={onDone}
    />
  )
}
