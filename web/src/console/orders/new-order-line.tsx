import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { OrderName } from './read-order.ts'

interface Props {
  index: number
  team: number | null
  /** Whether it is for no team, but the customer's own. */
  onOwn: (isOwn: boolean) => void
  /** Absent for the only one. */
  onRemove: (() => void) | undefined
}

/** Something from the catalog, or a product: as seats for the team, or the customer's own. */
export function NewOrderLine({ index, team, onOwn, onRemove }: Props) {
  const format = useFormat()
  const [from, choose] = useState('product')
  const name = `lines.${index}` as const
  return (
    <fieldset className="flex flex-col gap-4 rounded-xl border border-line p-4">
      <legend className="sr-only">{words.orders.lineTitle(index + 1)}</legend>
      <input type="hidden" name={'line' satisfies OrderName} value={name} />
      <div className="flex items-end gap-3">
        <div className="grow">
          <SelectField<OrderName>
            name={`${name}.from`}
            label={words.orders.lineTitle(index + 1)}
            defaultValue={from}
            onChange={from => {
              choose(from)
              onOwn(false)
            }}
            options={[
              { id: 'product', name: words.orders.fromOptions.product },
              { id: 'catalog', name: words.orders.fromOptions.catalog },
            ]}
          />
        </div>
        {onRemove && (
          <Action icon={Trash2} isIconOnly onPress={onRemove}>
            {words.orders.removeLine}
          </Action>
        )}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-[2fr_1fr]">
        {from === 'catalog' ? (
          <>
            <SearchField<OrderName, '/api/catalog-items'>
              key={team}
              name={`${name}.catalog_item`}
              label={words.orders.catalogItem}
              hint={team === null ? words.orders.catalogItemHint : undefined}
              path="/api/catalog-items"
              query={{ team: team ?? undefined }}
              optionOf={({ id, name, seats, credits }) => ({
                id,
                name,
                hint: words.orders.itemHint(seats, format.amount(credits)),
              })}
            />
            <NumberField<OrderName>
              key="quantity"
              name={`${name}.quantity`}
              label={words.orders.quantity}
              minValue={1}
              defaultValue={1}
            />
          </>
        ) : (
          <>
            <SearchField<OrderName, '/api/products'>
              name={`${name}.product`}
              label={words.orders.product}
              path="/api/products"
              optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
            />
            {team !== null && (
              <NumberField<OrderName>
                key="seats"
                name={`${name}.seats`}
                label={words.orders.seats}
                hint={words.orders.seatsHint}
                minValue={1}
                defaultValue={1}
                onChange={seats => onOwn(Number.isNaN(seats))}
              />
            )}
          </>
        )}
      </div>
    </fieldset>
  )
}
