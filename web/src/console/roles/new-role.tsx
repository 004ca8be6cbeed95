import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { NameFields } from '../../fields/written/name-fields.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { PermissionsField } from './permissions-field.tsx'
import { readPermissions } from './read-permissions.ts'

type Name = NameIn<Sent<'/api/roles', 'post'>>

/** A role, from nothing or like another: that one is in the address. */
export function NewRolePage() {
  const { organization } = useActing()
  const [{ from }] = useAddress<'from'>()
  const pattern = useQuery({
    ...reading(organization, '/api/roles/{role}', { path: { role: from ?? '' } }),
    enabled: from !== undefined,
  })
  return (
    <Page title={words.roles.add} back={{ to: paths.roles, params: { organization }, name: words.roles.title }}>
      <Card>
        {from === undefined ? (
          <NewRole permissions={[]} />
        ) : (
          <Loaded query={pattern}>{({ permissions }) => <NewRole permissions={permissions} />}</Loaded>
        )}
      </Card>
    </Page>
  )
}

function NewRole({ permissions }: { permissions: readonly string[] }) {
  const { api, organization, permissions: own, unless } = useActing()
  const navigate = useNavigate()
  return (
    <SendForm
      send={(fields: Fields<Name>) =>
        api.POST('/api/roles', {
          body: {
            name: fields.text('name'),
            display_name: fields.text('display_name'),
            permissions: readPermissions(fields),
          },
        })
      }
      onDone={role => {
        if (!('display_name' in role)) return
        notify('done', words.roles.created(role.display_name))
        void navigate({ to: paths.roles, params: { organization } })
      }}
      submitLabel={words.roles.create}
      whyNot={unless('roles.create')}
      onCancel={() => void navigate({ to: paths.roles, params: { organization } })}
    >
      <div className="grid max-w-2xl items-start gap-5 sm:grid-cols-2">
        <NameFields<Name>
          name={{ name: 'display_name', label: words.roles.displayName }}
          short={{ name: 'name', label: words.roles.name, hint: words.roles.nameHint }}
        />
      </div>
      <PermissionsField<Name> name="permissions" isChosen={name => permissions.includes(name) && own.has(name)} />
    </SendForm>
  )
}
