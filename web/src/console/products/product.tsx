import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { tagOf } from '../../api/client.ts'
import { type Row, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useCourseNames } from '../../format/use-course-names.ts'
import { useProductAccess } from '../../format/use-product-access.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { PlanForm } from '../../plan/plan-form.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { CoursesField, ProductForm, readProduct } from './product-form.tsx'

type Shown = { product: Row<'/api/products'> }

export function ProductPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/products/$id' })
  const product = useQuery(reading(organization, '/api/products/{id}', { path: { id: Number(id) } }))
  return <Loaded query={product}>{product => <Product product={product} />}</Loaded>
}

function Product({ product }: Shown) {
  const { organization } = useActing()
  const sayAccess = useProductAccess()
  const { kind, archived_at } = product
  return (
    <Page
      title={product.display_name}
      about={
        <>
          {archived_at && <Badge>{words.courses.states.archived}</Badge>}
          <Badge tone={kind === 'bundle' ? 'accent' : 'plain'}>{words.products.kinds[kind]}</Badge>
          <code className="text-sm">{product.name}</code>
          <span>· {sayAccess(product)}</span>
        </>
      }
      back={{ to: paths.products, params: { organization }, name: words.products.title }}
      actions={<Actions product={product} />}
    >
      {kind === 'bundle' ? <Bundle product={product} /> : <OneCourse product={product} />}
    </Page>
  )
}

function OneCourse({ product: { name, archived_at } }: Shown) {
  const { organization } = useActing()
  return (
    <Card isForm>
      <p>{words.products.isCourse}</p>
      <Link
        to={paths.allCourses}
        params={{ organization }}
        search={{ search: name, archived: archived_at ? 'true' : undefined } as never}
        className="w-fit text-accent underline underline-offset-4"
      >
        {words.products.toCourse}
      </Link>
    </Card>
  )
}

function Bundle({ product }: Shown) {
  const { api, unless } = useActing()
  // As it was when its courses were asked for: what is chosen is chosen over that.
  const [chosen, choose] = useState<Shown['product'] | null>(null)
  const called = useCourseNames()
  const path = { id: product.id }
  const whyNot = product.archived_at ? words.products.isArchived : unless('catalog.edit')
  return (
    <>
      <Card
        title={words.products.coursesOf}
        aside={
          <Action whyNot={whyNot} onPress={() => choose(product)}>
            {words.products.saveCourses}
          </Action>
        }
      >
        <ul className="flex flex-wrap gap-2">
          {product.courses.map(course => (
            <li key={course} className="rounded-full bg-tint px-3 py-0.5 text-accent text-sm">
              {called(course)}
            </li>
          ))}
        </ul>
      </Card>
      <Card isForm title={words.products.tabs.settings}>
        <Edited thing={product}>
          {(product, api) => (
            <ProductForm
              product={product}
              send={fields => api.PATCH('/api/products/{id}', { params: { path }, body: readProduct(fields) })}
              onDone={() => notify('done', words.ui.saved)}
              whyNot={whyNot}
            />
          )}
        </Edited>
      </Card>
      {chosen && (
        <PlanForm
          title={words.products.coursesTitle}
          hint={words.products.coursesWarning}
          plan={(fields: Fields<'courses'>) =>
            api.PUT('/api/products/{id}/courses', {
              params: { path, query: { mode: 'plan' }, header: { 'if-match': tagOf(chosen.updated_at) } },
              body: { courses: fields.list('courses') },
            })
          }
          doLabel={words.products.saveCourses}
          onClose={() => choose(null)}
        >
          <CoursesField courses={chosen.courses} />
        </PlanForm>
      )}
    </>
  )
}

function Actions({ product: { id, kind, display_name, archived_at } }: Shown) {
  const { api, unless } = useActing()
  const [isLeaving, leave] = useState(false)
  const path = { id }
  const restore = useChange(
    () => api.POST('/api/products/{id}/restore', { params: { path } }),
    () => notify('done', words.products.restored(display_name)),
  )
  if (kind === 'course') return null
  return (
    <>
      <ActionsMenu
        actions={[
          archived_at
            ? {
                name: words.products.restore,
                whyNot: unless('catalog.edit'),
                onAction: () => restore.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) }),
              }
            : {
                name: words.products.archive,
                isDangerous: true,
                whyNot: unless('catalog.delete'),
                onAction: () => leave(true),
              },
        ]}
      />
      {isLeaving && (
        <PlanDialog
          title={words.products.archiveTitle}
          hint={words.products.archiveHint}
          steps={[
            {
              name: display_name,
              plan: () => api.DELETE('/api/products/{id}', { params: { path, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={words.products.archive}
          isDangerous
          onClose={() => leave(false)}
        />
      )}
    </>
  )
}
