import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { ProviderForm, readNew } from './provider-form.tsx'

export function NewProviderPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  return (
    <Page
      title={words.signOn.add}
      back={{ to: paths.signInSettings, params: { organization }, name: words.signOn.title }}
    >
      <Card isForm>
        <ProviderForm
          send={fields => api.POST('/api/identity-providers', { body: readNew(fields) })}
          onDone={made => {
            if ('ours' in made) void navigate({ to: paths.provider, params: { organization, id: String(made.id) } })
          }}
          submitLabel={words.signOn.add}
          whyNot={unless('settings.edit')}
          onCancel={() => void navigate({ to: paths.signInSettings, params: { organization } })}
        />
      </Card>
    </Page>
  )
}
