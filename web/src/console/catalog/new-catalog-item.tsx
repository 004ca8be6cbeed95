import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { CatalogItemForm, readCatalogItem } from './catalog-item-form.tsx'

export function NewCatalogItemPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const back = { to: paths.catalog, params: { organization } } as const
  return (
    <Page title={words.catalog.add} back={{ ...back, name: words.catalog.title }}>
      <Card isForm>
        <CatalogItemForm
          send={fields =>
            api.POST('/api/catalog-items', { body: { ...readCatalogItem(fields), product: fields.text('product') } })
          }
          onDone={item => {
            if (!('id' in item)) return
            notify('done', words.catalog.created(item.name))
            void navigate({ to: paths.catalogItem, params: { organization, id: String(item.id) } })
          }}
          submitLabel={words.catalog.create}
          whyNot={unless('catalog.create')}
          onCancel={() => void navigate(back)}
        />
      </Card>
    </Page>
  )
}
