import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { GroupForm, readGroup } from './group-form.tsx'

export function NewGroupPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  return (
    <Page title={words.groups.add} back={{ to: paths.groups, params: { organization }, name: words.groups.title }}>
      <Card isForm>
        <GroupForm
          send={fields => api.POST('/api/groups', { body: readGroup(fields) })}
          onDone={group => {
            if (!('id' in group)) return
            notify('done', words.groups.created(group.name))
            void navigate({ to: paths.group, params: { organization, id: String(group.id) } })
          }}
          submitLabel={words.groups.create}
          whyNot={unless('groups.create')}
          onCancel={() => void navigate({ to: paths.groups, params: { organization } })}
        />
      </Card>
    </Page>
  )
}
