import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { readWebhook, WebhookForm } from './webhook-form.tsx'

export function NewWebhookPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const [made, setMade] = useState<{ id: number; secret: string } | null>(null)
  const back = { to: paths.webhooks, params: { organization }, name: words.webhooks.title }
  if (made)
    return (
      <Page title={words.webhooks.secretTitle} back={back}>
        <Card isForm>
          <Copyable value={made.secret} label={words.webhooks.copySecret} hint={words.webhooks.secretHint} />
          <div>
            <Action
              look="main"
              onPress={() => void navigate({ to: paths.webhook, params: { organization, id: String(made.id) } })}
            >
              {words.webhooks.secretDone}
            </Action>
          </div>
        </Card>
      </Page>
    )
  return (
    <Page title={words.webhooks.add} back={back}>
      <Card isForm>
        <WebhookForm
          send={fields => {
            const { events, ...webhook } = readWebhook(fields)
            const format = fields.text('format') === 'northpass' ? ('northpass' as const) : ('usher' as const)
            const body = { ...webhook, format, events: events.length > 0 ? events : undefined }
            return api.POST('/api/webhooks', { body })
          }}
          onDone={made => {
            if ('secret' in made) setMade(made)
          }}
          submitLabel={words.webhooks.add}
          whyNot={unless('settings.edit')}
          onCancel={() => void navigate({ to: paths.webhooks, params: { organization } })}
        />
      </Card>
    </Page>
  )
}
