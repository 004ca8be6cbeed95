import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { ArchiveItems } from './archive-items.tsx'
import { CatalogItemForm, readCatalogItem } from './catalog-item-form.tsx'

export function CatalogItemPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/catalog/$id' })
  const item = useQuery(
    reading(organization, '/api/catalog-items/{id}', { path: { id: Number(id) }, query: { expand: ['product'] } }),
  )
  return <Loaded query={item}>{item => <CatalogItem item={item} />}</Loaded>
}

function CatalogItem({ item }: { item: Row<'/api/catalog-items'> }) {
  const { api, organization, unless } = useActing()
  const format = useFormat()
  const [isLeaving, leave] = useState(false)
  const path = { id: item.id }
  const restore = useChange(
    () => api.POST('/api/catalog-items/{id}/restore', { params: { path } }),
    () => notify('done', words.catalog.restored(item.name)),
  )
  return (
    <Page
      title={item.name}
      about={
        <>
          {item.archived_at && <Badge>{words.courses.states.archived}</Badge>}
          <span>{words.orders.line(productOf(item), item.seats)}</span>
          <span>· {words.orders.lineCredits(format.amount(item.credits))}</span>
        </>
      }
      back={{ to: paths.catalog, params: { organization }, name: words.catalog.title }}
      actions={
        <ActionsMenu
          actions={[
            item.archived_at
              ? {
                  name: words.catalog.restore,
                  whyNot: unless('catalog.edit'),
                  onAction: () => restore.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) }),
                }
              : {
                  name: words.catalog.archive,
                  isDangerous: true,
                  whyNot: unless('catalog.delete'),
                  onAction: () => leave(true),
                },
          ]}
        />
      }
    >
      <Card isForm>
        <Edited thing={item}>
          {(item, api) => (
            <CatalogItemForm
              item={item}
              send={fields =>
                api.PATCH('/api/catalog-items/{id}', {
                  params: { path },
                  body: { ...readCatalogItem(fields), product: fields.optional('product') },
                })
              }
              onDone={() => notify('done', words.ui.saved)}
              whyNot={item.archived_at ? words.catalog.isArchived : unless('catalog.edit')}
            />
          )}
        </Edited>
      </Card>
      {isLeaving && <ArchiveItems items={[item]} onClose={() => leave(false)} />}
    </Page>
  )
}
