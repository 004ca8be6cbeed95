import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Deliveries } from './deliveries.tsx'
import type { Webhook } from './event-types.ts'
import { WebhookActions } from './webhook-actions.tsx'
import { readWebhook, WebhookForm } from './webhook-form.tsx'
import { WebhookState } from './webhook-state.tsx'

export function WebhookPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/webhooks/$id' })
  const webhook = useQuery(reading(organization, '/api/webhooks/{id}', { path: { id: Number(id) } }))
  return <Loaded query={webhook}>{webhook => <Shown webhook={webhook} />}</Loaded>
}

function Shown({ webhook }: { webhook: Webhook }) {
  const { organization, unless } = useActing()
  const format = useFormat()
  const { id, url, description, failing_since } = webhook
  const { tabs } = words.webhooks
  return (
    <Page
      title={url}
      about={
        <>
          <WebhookState {...webhook} />
          {description && <span>{description}</span>}
          {failing_since && <span>{words.webhooks.failingSince(format.moment(failing_since))}</span>}
        </>
      }
      back={{ to: paths.webhooks, params: { organization }, name: words.webhooks.title }}
      actions={<WebhookActions webhook={webhook} />}
    >
      <Tabs
        label={url}
        parts={[
          { id: 'deliveries', name: tabs.deliveries, children: <Deliveries id={id} /> },
          {
            id: 'settings',
            name: tabs.settings,
            children: (
              <Card isForm>
                <Edited thing={webhook}>
                  {(webhook, api) => (
                    <WebhookForm
                      webhook={webhook}
                      send={fields =>
                        api.PATCH('/api/webhooks/{id}', {
                          params: { path: { id } },
                          body: changed(webhook, readWebhook(fields)),
                        })
                      }
                      onDone={() => notify('done', words.ui.saved)}
                      whyNot={unless('settings.edit')}
                    />
                  )}
                </Edited>
              </Card>
            ),
          },
        ]}
      />
    </Page>
  )
}

/** An address that is sent is tried first in some formats: it is sent only to be changed. */
function changed(before: Webhook, { url, ...after }: ReturnType<typeof readWebhook>) {
  return { ...after, ...(url === before.url ? {} : { url }) }
}
