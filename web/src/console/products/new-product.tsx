import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { CoursesField, ProductForm, readProduct } from './product-form.tsx'

export function NewProductPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const back = { to: paths.products, params: { organization } } as const
  return (
    <Page title={words.products.add} back={{ ...back, name: words.products.title }}>
      <Card isForm>
        <ProductForm
          send={fields =>
            api.POST('/api/products', { body: { ...readProduct(fields), courses: fields.list('courses') } })
          }
          onDone={product => {
            if (!('id' in product)) return
            notify('done', words.products.created(product.display_name))
            void navigate({ to: paths.product, params: { organization, id: String(product.id) } })
          }}
          submitLabel={words.products.create}
          whyNot={unless('catalog.create')}
          onCancel={() => void navigate(back)}
        >
          <CoursesField />
        </ProductForm>
      </Card>
    </Page>
  )
}
