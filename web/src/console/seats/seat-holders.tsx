import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { PersonLink } from '../../ui/show/person-link.tsx'

type Claim = Row<'/api/seats/{id}/claims'>

/** `waiting`: so many get the next seats that are free. */
export function SeatHolders({ id, waiting }: { id: number; waiting: number }) {
  const { api, unless } = useActing()
  const columns = useColumns()
  const [leaving, leave] = useState<{ claims: Claim[]; clear: () => void } | null>(null)
  return (
    <>
      <List
        label={words.seats.tabs.holders}
        path="/api/seats/{id}/claims"
        params={{ id }}
        columns={columns}
        keyOf={claim => claim.user_id}
        bulk={(claims, clear) => (
          <Action look="danger" whyNot={unless('seats.edit')} onPress={() => leave({ claims, clear })}>
            {words.seats.reclaim}
          </Action>
        )}
        empty={<Empty title={words.seats.noHolders} hint={words.seats.noHoldersHint} />}
        hasCsv
      />
      {leaving && (
        <PlanDialog
          title={words.seats.reclaimTitle(leaving.claims.length)}
          hint={words.seats.reclaimHint}
          steps={leaving.claims.map(({ user_id: user, email }) => ({
            name: email,
            plan: () =>
              api.DELETE('/api/seats/{id}/claims/{user}', { params: { path: { id, user }, query: { mode: 'plan' } } }),
          }))}
          doLabel={words.seats.reclaim}
          isDangerous
          onClose={() => leave(null)}
          sayDone={() => words.seats.reclaimed(leaving.claims.map(nameOf), waiting > 0)}
          onDone={leaving.clear}
        />
      )}
    </>
  )
}

function nameOf({ first_name, last_name, email }: Claim): string {
  return `${first_name} ${last_name}`.trim() || email
}

function useColumns(): Column<Claim>[] {
  const format = useFormat()
  return [
    {
      id: 'person',
      name: words.seats.person,
      grow: 2,
      cell: claim => <PersonLink {...claim} />,
    },
    {
      id: 'state',
      name: words.seats.state,
      onPhone: true,
      cell: ({ taken_at }) =>
        taken_at ? <Badge tone="good">{words.seats.taken}</Badge> : <Badge>{words.seats.reserved}</Badge>,
    },
    { id: 'since', name: words.seats.since, cell: ({ taken_at, created_at }) => format.day(taken_at ?? created_at) },
  ]
}
