import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { KeyForm, readKey } from './key-form.tsx'

export function NewKeyPage() {
  const { api, organization, timeZone, unless } = useActing()
  const navigate = useNavigate()
  const [made, setMade] = useState<{ id: number; key: string } | null>(null)
  const back = { to: paths.keys, params: { organization }, name: words.keys.title }
  if (made)
    return (
      <Page title={words.keys.onceTitle} back={back}>
        <Card isForm>
          <Copyable value={made.key} label={words.keys.copy} hint={words.keys.onceHint} />
          <div>
            <Action
              look="main"
              onPress={() => void navigate({ to: paths.key, params: { organization, id: String(made.id) } })}
            >
              {words.keys.done}
            </Action>
          </div>
        </Card>
      </Page>
    )
  return (
    <Page title={words.keys.addTitle} back={back}>
      <Card isForm>
        <KeyForm
          send={fields =>
            api.POST('/api/keys', {
              body: { ...readKey(fields, timeZone), format: fields.flag('format') ? 'alphanumeric' : 'standard' },
            })
          }
          onDone={made => {
            if ('key' in made) setMade(made)
          }}
          submitLabel={words.keys.add}
          whyNot={unless('keys.create')}
          onCancel={() => void navigate({ to: paths.keys, params: { organization } })}
        />
      </Card>
    </Page>
  )
}
