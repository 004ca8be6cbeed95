import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { useOnce } from '../../acting/once.ts'
import { paths } from '../../address/paths.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { NewOrderFields } from './new-order-fields.tsx'
import { type OrderName, readOrder } from './read-order.ts'

export function NewOrderPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const once = useOnce()
  return (
    <Page title={words.orders.add} back={{ to: paths.orders, params: { organization }, name: words.orders.title }}>
      <Card isForm>
        <SendForm
          send={(fields: Fields<OrderName>) =>
            once(readOrder(fields), (body, headers) => api.POST('/api/orders', { body, headers }))
          }
          onDone={order => {
            if (!('id' in order)) return
            notify('done', words.orders.placed)
            void navigate({ to: paths.order, params: { organization, id: String(order.id) } })
          }}
          submitLabel={words.orders.place}
          whyNot={unless('orders.create')}
          onCancel={() => void navigate({ to: paths.orders, params: { organization } })}
        >
          <NewOrderFields />
        </SendForm>
      </Card>
    </Page>
  )
}
