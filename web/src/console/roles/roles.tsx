import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { RoleGrid } from './role-grid.tsx'

export function RolesPage() {
  const { organization, unless } = useActing()
  const roles = useQuery(reading(organization, '/api/roles', { query: { limit: 200 } }))
  const permissions = useQuery(reading(organization, '/api/permissions'))
  return (
    <Page
      title={words.roles.title}
      about={words.roles.about}
      actions={
        <ActionLink
          look="main"
          icon={Plus}
          to={paths.newRole}
          params={{ organization }}
          whyNot={unless('roles.create')}
        >
          {words.roles.add}
        </ActionLink>
      }
    >
      <Loaded query={roles}>
        {roles => (
          <Loaded query={permissions}>
            {permissions => <RoleGrid roles={roles.data} permissions={permissions.data} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}
