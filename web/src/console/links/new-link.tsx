import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { ShareAddress } from '../../ui/share/share-address.tsx'
import { LimitFields, type LimitName, readLimits } from './limit-fields.tsx'
import { nameOfLink } from './link-state.tsx'
import { type Target, TargetField } from './target-field.tsx'

interface Made {
  id: number
  url: string | null
  name: string
  prefix: string
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
          send={(fields: Fields<LimitName>) =>
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

function ReadyLink({ made }: { made: Made }) {
  const { organization } = useActing()
  return (
    <Card isForm>
      <p className="text-quiet">{words.links.readyHint}</p>
      <ShareAddress url={made.url} name={nameOfLink(made)} isCodeOpen />
      <div>
        <ActionLink to={paths.link} params={{ organization, id: String(made.id) }}>
          {words.links.toLink}
        </ActionLink>
      </div>
    </Card>
  )
}
