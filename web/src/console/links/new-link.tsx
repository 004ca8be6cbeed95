import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting.ts'
import { SendForm } from '../../fields/send-form.tsx'
import { paths } from '../../paths.ts'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/action-link.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Page } from '../../ui/page.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { LimitFields, readLimits } from './limit-fields.tsx'
import { type Target, TargetField } from './target-field.tsx'

interface Made {
  id: number
  url: string
}

export function NewLinkPage() {
  const { api, organization, timeZone, unless } = useActing()
  const navigate = useNavigate()
  const [target, choose] = useState<Target | null>(null)
  const [made, show] = useState<Made | null>(null)
  const back = { to: paths.links, params: { organization }, name: words.links.title }
  if (made)
    return (
      <Page key="ready" title={words.links.ready} back={back}>
        <ReadyLink made={made} />
      </Page>
    )
  return (
    <Page title={words.links.add} back={back}>
      <Card isForm>
        <SendForm
          send={fields =>
            api.POST('/api/links', { body: { target: target as Target, ...readLimits(fields, timeZone) } })
          }
          onDone={link => {
            if ('url' in link) show(link)
          }}
          submitLabel={words.links.create}
          whyNot={unless('links.create') ?? (target ? null : words.links.chooseTarget)}
          onCancel={() => void navigate({ to: paths.links, params: { organization } })}
        >
          <TargetField onChange={choose} />
          <LimitFields />
        </SendForm>
      </Card>
    </Page>
  )
}

/** The only time that its address is known. */
function ReadyLink({ made: { id, url } }: { made: Made }) {
  const { organization } = useActing()
  return (
    <Card isForm>
      <p className="text-quiet">{words.links.readyHint}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code className="min-w-0 break-all rounded-lg bg-sunken px-3 py-2 text-sm">{url}</code>
        <CopyButton value={url} label={words.links.copyAddress} />
      </div>
      <QrCode url={url} fileName={words.links.qrFile} />
      <div>
        <ActionLink to={paths.link} params={{ organization, id: String(id) }}>
          {words.links.toLink}
        </ActionLink>
      </div>
    </Card>
  )
}
