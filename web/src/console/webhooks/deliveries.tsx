import { useState } from 'react'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { eventTypes } from './event-types.ts'

type Delivery = Row<'/api/webhooks/{id}/deliveries'>

const states = ['pending', 'delivered', 'failed'] as const
const tones = { pending: 'plain', delivered: 'good', failed: 'bad' } as const

export function Deliveries({ id }: { id: number }) {
  const [address] = useAddress<'state' | 'event'>()
  const [opened, open] = useState<Delivery | null>(null)
  const columns = useColumns(open)
  const say = words.webhooks.deliveries
  return (
    <>
      <List
        label={words.webhooks.tabs.deliveries}
        path="/api/webhooks/{id}/deliveries"
        params={{ id }}
        query={{
          state: states.find(state => state === address.state),
          event: eventTypes.find(({ id }) => id === address.event)?.id,
        }}
        columns={columns}
        filters={
          <>
            <FilterSelect name="state" label={say.state} options={states.map(id => ({ id, name: say.states[id] }))} />
            <FilterSelect name="event" label={say.event} options={eventTypes} />
          </>
        }
        empty={<Empty title={say.empty} hint={say.emptyHint} />}
        hasCsv
      />
      {opened && <DeliveryDialog webhook={id} delivery={opened.id} event={opened.event} onClose={() => open(null)} />}
    </>
  )
}

function useColumns(open: (delivery: Delivery) => void): Column<Delivery>[] {
  const format = useFormat()
  const say = words.webhooks.deliveries
  return [
    {
      id: 'event',
      name: say.event,
      grow: 2,
      cell: delivery => (
        <button type="button" onClick={() => open(delivery)} className={`cursor-pointer text-start ${rowLook}`}>
          {delivery.event}
        </button>
      ),
    },
    {
      id: 'state',
      name: say.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{say.states[state]}</Badge>,
      onPhone: true,
    },
    { id: 'status', name: say.status, grow: 1.6, cell: ({ status, error }) => status ?? error ?? '–' },
    { id: 'attempts', name: say.attempts, grow: 0.6, cell: ({ attempts }) => format.number(attempts) },
    { id: 'at', name: say.at, grow: 1.6, isMoment: true, cell: ({ created_at }) => format.moment(created_at) },
    { id: 'next', name: say.next, isMoment: true, cell: ({ due_at }) => format.moment(due_at), isExtra: true },
    {
      id: 'took',
      name: say.took,
      cell: ({ duration_ms }) => (duration_ms === null ? '–' : words.log.milliseconds(format.number(duration_ms))),
      isExtra: true,
    },
  ]
}
