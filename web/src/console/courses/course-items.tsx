import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { tagOf } from '../../api/client.ts'
import { listing, type Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Skeleton } from '../../ui/show/skeleton.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Problem, sayProblem } from '../../ui/tell/problem.tsx'
import { CourseItem } from './course-item.tsx'
import { ItemDialog } from './item-dialog.tsx'

type Item = Row<'/api/courses/{id}/items'>

/** The items in their order. All of them are read: an order is of the whole. */
export function CourseItems({
  course: { id, updated_at },
}: {
  course: Pick<Row<'/api/courses'>, 'id' | 'updated_at'>
}) {
  const { api, organization, unless } = useActing()
  const list = useInfiniteQuery(listing(organization, '/api/courses/{id}/items', { path: { id } }))
  const { hasNextPage, isFetching, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const [asked, ask] = useState<{ change: 'edit' | 'remove'; item: Item } | 'add' | 'open' | null>(null)
  const order = useChange((items: number[]) =>
    api.PUT('/api/courses/{id}/items', {
      params: { path: { id }, header: { 'if-match': tagOf(updated_at) } },
      body: { items },
    }),
  )
  const items = list.data?.pages.flatMap(page => page.data) ?? []
  const closed = items.filter(({ starter }) => !starter)
  // Until the new order is stored, the page shows it already.
  const shown = order.isPending ? order.variables.flatMap(id => items.find(item => item.id === id) ?? []) : items
  const move = (from: number, to: number) => {
    const ids = shown.map(({ id }) => id)
    order.mutate(ids.toSpliced(from, 1).toSpliced(to, 0, ids[from] as number), {
      onError: error => notify('problem', sayProblem(error)),
    })
  }
  const addButton = (
    <Action icon={Plus} whyNot={unless('catalog.create')} onPress={() => ask('add')}>
      {words.courses.addItem}
    </Action>
  )
  if (list.isPending) return <Skeleton />
  if (list.error && !isFetching) return <Problem error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {shown.length === 0 ? (
        <Empty title={words.courses.noItems} hint={words.courses.noItemsHint}>
          {addButton}
        </Empty>
      ) : (
        <>
          <div className="flex flex-wrap gap-2">
            {addButton}
            {closed.length > 0 && (
              <Action whyNot={unless('catalog.edit')} onPress={() => ask('open')}>
                {words.courses.openAll}
              </Action>
            )}
          </div>
          <ol className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
            {shown.map((item, index) => (
              <CourseItem
                key={item.id}
                item={item}
                number={index + 1}
                onUp={index > 0 ? () => move(index, index - 1) : null}
                onDown={index < shown.length - 1 ? () => move(index, index + 1) : null}
                isMoving={order.isPending || hasNextPage}
                onEdit={() => ask({ change: 'edit', item })}
                onRemove={() => ask({ change: 'remove', item })}
              />
            ))}
          </ol>
        </>
      )}
      {asked === 'open' && <OpenForAll items={closed} onClose={() => ask(null)} />}
      {asked === 'add' && <ItemDialog course={id} onClose={() => ask(null)} />}
      {typeof asked === 'object' && asked?.change === 'edit' && (
        <ItemDialog course={id} item={asked.item} onClose={() => ask(null)} />
      )}
      {typeof asked === 'object' && asked?.change === 'remove' && (
        <RemoveItem item={asked.item} onClose={() => ask(null)} />
      )}
    </>
  )
}

function RemoveItem({ item: { id, title }, onClose }: { item: Item; onClose: () => void }) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.courses.removeItemTitle}
      hint={words.courses.removeItemHint}
      steps={[
        {
          name: title,
          plan: () => api.DELETE('/api/items/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
        },
      ]}
      doLabel={words.courses.takeOut}
      isDangerous
      onClose={onClose}
    />
  )
}

function OpenForAll({ items, onClose }: { items: readonly Item[]; onClose: () => void }) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.courses.openAllTitle(items.length)}
      hint={words.courses.openAllHint}
      steps={items.map(({ id, title }) => ({
        name: title,
        plan: () =>
          api.PATCH('/api/items/{id}', { params: { path: { id }, query: { mode: 'plan' } }, body: { starter: true } }),
      }))}
      doLabel={words.courses.openAll}
      onClose={onClose}
    />
  )
}
