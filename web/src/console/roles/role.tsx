import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { nameOfRole } from '../../api/called.ts'
import { type Answer, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { Edited } from '../../editing/edited.tsx'
import { SendForm } from '../../editing/send-form.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { PermissionsField } from './permissions-field.tsx'
import { readPermissions } from './read-permissions.ts'

type Name = NameIn<Sent<'/api/roles/{role}', 'patch'>>

type RoleShown = Answer<'/api/roles/{role}'>

export function RolePage() {
  const { organization } = useActing()
  const { role: id } = useParams({ from: '/signed-in/console/$organization/roles/$role' })
  const role = useQuery(reading(organization, '/api/roles/{role}', { path: { role: id } }))
  return <Loaded query={role}>{role => <Role role={role} />}</Loaded>
}

function Role({ role }: { role: RoleShown }) {
  const { api, organization, permissions, unless } = useActing()
  const navigate = useNavigate()
  const [isLeaving, leave] = useState(false)
  const { id, display_name, name } = role
  const isBeyond = role.permissions.some(permission => !permissions.has(permission))
  const whyNot =
    id === null ? words.roles.builtInHint : (unless('roles.edit') ?? (isBeyond ? words.roles.beyond : null))
  const toList = { to: paths.roles, params: { organization } }
  return (
    <Page
      title={nameOfRole(role)}
      about={
        <>
          <Badge tone={id === null ? 'plain' : 'accent'}>{id === null ? words.roles.builtIn : words.roles.own}</Badge>
          <span>{name}</span>
          <span>· {words.roles.count(role.permissions.length)}</span>
        </>
      }
      back={{ ...toList, name: words.roles.title }}
      actions={
        <>
          <Action
            icon={Copy}
            whyNot={unless('roles.create')}
            onPress={() =>
              void navigate({ to: paths.newRole, params: { organization }, search: { from: String(id ?? name) } })
            }
          >
            {words.roles.copy}
          </Action>
          {id !== null && (
            <ActionsMenu
              actions={[
                {
                  name: words.roles.remove,
                  isDangerous: true,
                  whyNot: unless('roles.delete'),
                  onAction: () => leave(true),
                },
              ]}
            />
          )}
        </>
      }
    >
      <Card>
        {id === null && <p className="text-quiet">{words.roles.builtInHint}</p>}
        <Edited thing={role}>
          {(role, api) => (
            <SendForm
              send={(fields: Fields<Name>) =>
                api.PATCH('/api/roles/{role}', {
                  params: { path: { role: id ?? name } },
                  body: { display_name: fields.text('display_name'), permissions: readPermissions(fields) },
                })
              }
              onDone={() => notify('done', words.ui.saved)}
              whyNot={whyNot}
            >
              {id !== null && (
                <div className="max-w-md">
                  <TextField<Name>
                    name="display_name"
                    label={words.roles.displayName}
                    defaultValue={role.display_name}
                    isRequired
                  />
                </div>
              )}
              <PermissionsField<Name>
                name="permissions"
                isChosen={name => role.permissions.some(own => own === name)}
                isReadOnly={whyNot !== null}
              />
            </SendForm>
          )}
        </Edited>
      </Card>
      {isLeaving && (
        <PlanDialog
          title={words.roles.removeTitle}
          hint={words.roles.removeHint}
          steps={[
            {
              name: display_name,
              plan: () =>
                api.DELETE('/api/roles/{role}', { params: { path: { role: id ?? name }, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={words.roles.removeShort}
          isDangerous
          onClose={() => leave(false)}
          onDone={() => void navigate(toList)}
        />
      )}
    </Page>
  )
}
