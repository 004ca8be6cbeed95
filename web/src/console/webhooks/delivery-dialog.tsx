import { useQuery } from '@tanstack/react-query'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Code } from '../../ui/share/code.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Problem } from '../../ui/tell/problem.tsx'

interface Props {
  webhook: number
  delivery: number
  event: string
  onClose: () => void
}

/** What was sent and what came back; and a way to send it again. */
export function DeliveryDialog({ webhook, delivery, event, onClose }: Props) {
  const { api, organization, may, unless } = useActing()
  const path = { id: webhook, delivery }
  const told = useQuery(reading(organization, '/api/webhooks/{id}/deliveries/{delivery}', { path }))
  const say = words.webhooks.deliveries
  const again = useChange(
    () => api.POST('/api/webhooks/{id}/deliveries/{delivery}/redeliver', { params: { path } }),
    () => {
      notify('done', say.toldAgain)
      onClose()
    },
  )
  return (
    <Dialog title={say.title(event)} onClose={onClose}>
      <Loaded query={told} lines={3}>
        {({ request, answer, error, operation_id }) => (
          <>
            <Part title={say.request} text={request === null ? say.notYet : indent(request)} />
            {error && <Part title={say.error} text={error} />}
            {answer && <Part title={say.answer} text={answer} />}
            {again.error && <Problem error={again.error} />}
            <div className="flex flex-wrap justify-end gap-2">
              {operation_id !== null && may('operations.view') && (
                <ActionLink to={paths.operation} params={{ organization, id: String(operation_id) }}>
                  {say.log}
                </ActionLink>
              )}
              <Action
                look="main"
                isPending={again.isPending}
                whyNot={unless('settings.edit')}
                onPress={() => again.mutate(undefined)}
              >
                {say.again}
              </Action>
            </div>
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">{title}</h3>
      <Code isSmall>{text}</Code>
    </section>
  )
}

/** As it was sent, but readable. */
function indent(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
