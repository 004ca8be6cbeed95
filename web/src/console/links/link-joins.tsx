import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Column } from '../../table/column.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Badge, type Tone } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Person } from '../../ui/show/person.tsx'

type Join = Row<'/api/links/{id}/joins'>

const tones: Record<Join['state'], Tone> = { pending: 'accent', joined: 'good', declined: 'plain' }

const say = {
  approve: { title: words.links.approveTitle, hint: words.links.approveHint },
  decline: { title: words.links.declineTitle, hint: words.links.declineHint },
}

/** Who came by a link; who waits is let in, or not. */
export function LinkJoins({ id }: { id: number }) {
  const { api, unless } = useActing()
  const [{ state }] = useAddress<'state'>()
  const columns = useColumns()
  const [asked, ask] = useState<{ verb: keyof typeof say; joins: Join[]; clear: () => void } | null>(null)
  return (
    <>
      <List
        label={words.links.tabs.people}
        path="/api/links/{id}/joins"
        params={{ id }}
        query={{ state: state as Join['state'] | undefined }}
        columns={columns}
        filters={
          <FilterSelect
            name="state"
            label={words.links.personState}
            options={Object.entries(words.links.joinStates).map(([id, name]) => ({ id, name }))}
          />
        }
        bulk={(joins, clear) => (
          <>
            <Action whyNot={unless('links.edit')} onPress={() => ask({ verb: 'approve', joins, clear })}>
              {words.links.approve}
            </Action>
            <Action look="danger" whyNot={unless('links.edit')} onPress={() => ask({ verb: 'decline', joins, clear })}>
              {words.links.decline}
            </Action>
          </>
        )}
        empty={<Empty title={words.links.nobody} hint={words.links.nobodyHint} />}
        hasCsv
      />
      {asked && (
        <PlanDialog
          title={say[asked.verb].title(asked.joins.length)}
          hint={say[asked.verb].hint}
          steps={asked.joins.map(({ id: join, email }) => ({
            name: email,
            plan: () =>
              api.POST(`/api/links/{id}/joins/{join}/${asked.verb}`, {
                params: { path: { id, join }, query: { mode: 'plan' } },
              }),
          }))}
          doLabel={words.links[asked.verb]}
          isDangerous={asked.verb === 'decline'}
          onClose={() => ask(null)}
          onDone={asked.clear}
        />
      )}
    </>
  )
}

function useColumns(): Column<Join>[] {
  const { organization } = useActing()
  const format = useFormat()
  return [
    {
      id: 'person',
      name: words.links.person,
      grow: 2,
      cell: join =>
        join.user_id === null ? (
          <Person {...join} />
        ) : (
          <Link to={paths.user} params={{ organization, id: String(join.user_id) }} className="group block">
            <Person {...join} />
          </Link>
        ),
    },
    {
      id: 'state',
      name: words.links.personState,
      cell: ({ state }) => <Badge tone={tones[state]}>{words.links.joinStates[state]}</Badge>,
      onPhone: true,
    },
    { id: 'at', name: words.links.at, isMoment: true, cell: ({ created_at }) => format.moment(created_at) },
  ]
}
