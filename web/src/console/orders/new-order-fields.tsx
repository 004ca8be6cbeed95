import { Plus } from 'lucide-react'
import { useState } from 'react'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { NewOrderLine } from './new-order-line.tsx'
import type { OrderName } from './read-order.ts'

export function NewOrderFields() {
  const [team, chooseTeam] = useState<number | null>(null)
  const [lines, setLines] = useState([{ key: 1, isOwn: false }])
  return (
    <>
      <SearchField<OrderName, '/api/teams'>
        name="team"
        label={words.orders.team}
        hint={words.orders.teamHint}
        path="/api/teams"
        optionOf={({ id, name }) => ({ id, name })}
        onChange={id => {
          chooseTeam(id === null ? null : Number(id))
          if (id === null) setLines(lines.map(({ key }) => ({ key, isOwn: false })))
        }}
      />
      {lines.map((line, index) => (
        <NewOrderLine
          key={line.key}
          index={index}
          team={team}
          onOwn={isOwn => setLines(lines.map(other => (other === line ? { ...line, isOwn } : other)))}
          onRemove={lines.length > 1 ? () => setLines(lines.filter(other => other !== line)) : undefined}
        />
      ))}
      <div>
        <Action
          icon={Plus}
          onPress={() => setLines([...lines, { key: Math.max(...lines.map(({ key }) => key)) + 1, isOwn: false }])}
        >
          {words.orders.addLine}
        </Action>
      </div>
      {(team === null || lines.some(({ isOwn }) => isOwn)) && (
        <>
          <TextField<OrderName>
            name="user.email"
            type="email"
            autoComplete="off"
            label={words.orders.customer}
            hint={words.orders.customerHint}
          />
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <TextField<OrderName> name="user.first_name" autoComplete="off" label={words.orders.firstName} />
            <TextField<OrderName> name="user.last_name" autoComplete="off" label={words.orders.lastName} />
          </div>
        </>
      )}
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <SelectField<OrderName>
          name="payment"
          label={words.orders.payment}
          defaultValue="external"
          options={[
            { id: 'external', name: words.orders.payments.external },
            { id: 'credits', name: words.orders.payments.credits },
          ]}
        />
        <SelectField<OrderName>
          name="state"
          label={words.orders.when}
          defaultValue="completed"
          options={[
            { id: 'completed', name: words.orders.whenOptions.completed },
            { id: 'pending', name: words.orders.whenOptions.pending },
          ]}
        />
      </div>
      <TextField<OrderName> name="external_ref" label={words.orders.reference} hint={words.orders.referenceHint} />
    </>
  )
}
