import { useMutation, useQuery } from '@tanstack/react-query'
import { useActing, useRefresh } from '../../acting/acting.ts'
import { courseOf } from '../../api/called.ts'
import { getAnswer } from '../../api/client.ts'
import { type Row, reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { Problem } from '../../ui/tell/problem.tsx'

interface Props {
  enrollment: Row<'/api/enrollments'>
  onClose: () => void
}

/** What is closed in a course is opened for one learner, one after the other: each leans on what the one before left. */
export function OpenItems({ enrollment, onClose }: Props) {
  const { api, organization } = useActing()
  const refresh = useRefresh()
  const { id, course_id, opened_items } = enrollment
  const items = useQuery(
    reading(organization, '/api/courses/{id}/items', { path: { id: course_id }, query: { limit: 200 } }),
  )
  const closed = items.data?.data.filter(item => !item.starter && !opened_items.includes(item.id)) ?? []
  const opening = useMutation({
    mutationFn: async () => {
      for (const { id: item_id } of closed)
        await getAnswer(api.POST('/api/enrollments/{id}/items/{item_id}/open', { params: { path: { id, item_id } } }))
    },
    onSuccess: onClose,
    onSettled: refresh,
  })
  return (
    <Dialog title={words.courses.openForTitle(courseOf(enrollment))} onClose={onClose}>
      <Loaded query={items}>
        {() =>
          closed.length === 0 ? (
            <p>{words.courses.openAlready}</p>
          ) : (
            <>
              <p className="text-quiet">{words.courses.openForHint}</p>
              <ul className="list-disc ps-5 text-sm marker:text-edge">
                {closed.map(({ id, title }) => (
                  <li key={id}>{title}</li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {opening.error && <Problem error={opening.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {closed.length > 0 ? words.ui.cancel : words.ui.close}
        </Action>
        {closed.length > 0 && (
          <Action look="main" isPending={opening.isPending} onPress={() => opening.mutate()}>
            {opening.isPending ? words.plan.doing : words.courses.openFor}
          </Action>
        )}
      </div>
    </Dialog>
  )
}
