import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAddress } from '../../address/use-address.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { useProductAccess } from '../../format/use-product-access.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Fields } from '../../ui/form/fields.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { useMyTeam } from '../my-team.ts'

type Item = Row<'/api/catalog-items'>
interface Purchase {
  item: Item
  quantity: number
  /** Bought once, however often it is sent. */
  reference: string
}

/** What is offered to the team; what an order would do is shown before it is placed. */
export function Catalog() {
  const { organization, team, api, may } = useMyTeam()
  const format = useFormat()
  const [, change] = useAddress<'tab'>()
  const [purchase, buy] = useState<Purchase | null>(null)
  const items = useQuery(
    reading(organization, '/api/catalog-items', {
      query: { team, limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
  )
  return (
    <>
      <Loaded query={items} lines={3}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.portal.nothingOffered} hint={words.portal.nothingOfferedHint} />
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2">
              {data.map(item => (
                <Offer
                  key={item.id}
                  item={item}
                  onOrder={quantity => buy({ item, quantity, reference: newReference() })}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {purchase && (
        <PlanDialog
          title={words.portal.orderPlan(purchase.quantity, purchase.item.name)}
          hint={words.portal.orderHint(
            format.number(purchase.item.seats * purchase.quantity),
            (Number(purchase.item.credits) * purchase.quantity).toFixed(2),
          )}
          steps={[
            {
              name: purchase.item.name,
              plan: () =>
                api.POST('/api/orders', {
                  params: { query: { mode: 'plan' } },
                  body: {
                    team,
                    payment: 'credits',
                    external_ref: purchase.reference,
                    lines: [{ catalog_item: purchase.item.id, quantity: purchase.quantity }],
                  },
                }),
            },
          ]}
          doLabel={words.portal.buy}
          onClose={() => buy(null)}
          onDone={() => change({ tab: 'orders' })}
        />
      )}
    </>
  )
}

function Offer({ item, onOrder }: { item: Item; onOrder: (quantity: number) => void }) {
  const { unless } = useMyTeam()
  const format = useFormat()
  const sayAccess = useProductAccess()
  return (
    <li className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 dir="auto" className="font-semibold">
          {item.name}
        </h2>
        <span className="tabular-nums">{words.portal.price(item.credits)}</span>
      </div>
      {item.description && <p>{item.description}</p>}
      <p className="grow text-quiet text-sm">
        {words.portal.offer(
          format.number(item.seats),
          productOf(item),
          sayAccess(item.expanded?.product, item.access).toLowerCase(),
        )}
      </p>
      <form
        className="flex items-center gap-2"
        onSubmit={event => {
          event.preventDefault()
          onOrder(new Fields<'quantity'>(event.currentTarget).number('quantity') ?? 1)
        }}
      >
        <input
          type="number"
          name="quantity"
          aria-label={words.portal.quantity(item.name)}
          defaultValue={1}
          min={1}
          max={1000}
          className="min-h-10 w-20 rounded-lg border border-edge bg-surface px-3 text-base tabular-nums sm:text-sm"
        />
        <Action type="submit" look="main" whyNot={unless('orders.create')}>
          {words.portal.orderThis(item.name)}
        </Action>
      </form>
    </li>
  )
}

function newReference() {
  const random = crypto.getRandomValues(new Uint8Array(12))
  return `portal-${[...random].map(byte => byte.toString(16).padStart(2, '0')).join('')}`
}
