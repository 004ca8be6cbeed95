import { Link } from '@tanstack/react-router'
import { Check, Minus } from 'lucide-react'
import { Fragment } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { nameOfRole } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { byResource, type Permissions } from './by-resource.ts'

type Role = Row<'/api/roles'>

/** All roles beside each other; many are scrolled sideways, by keyboard from one role's link to the next. */
export function RoleGrid({ roles, permissions }: { roles: readonly Role[]; permissions: Permissions }) {
  return (
    <section aria-label={words.roles.grid} className="relative overflow-x-auto rounded-2xl border border-line">
      <table className="w-full border-collapse bg-surface text-sm">
        <thead className="bg-sunken">
          <tr>
            <th scope="col" className="sticky start-0 bg-sunken px-4 py-3 text-start font-medium text-quiet">
              {words.roles.permission}
            </th>
            {roles.map(role => (
              <RoleHead key={role.id ?? role.name} role={role} />
            ))}
          </tr>
        </thead>
        <tbody>
          {byResource(permissions).map(({ resource, name, permissions }) => (
            <Fragment key={resource}>
              <tr className="border-line border-t bg-page">
                <th scope="rowgroup" className="sticky start-0 px-4 pt-4 pb-2 text-start font-semibold">
                  {name}
                </th>
                <td colSpan={roles.length} />
              </tr>
              {permissions.map(permission => (
                <tr key={permission.name} className="border-line border-t hover:bg-sunken">
                  <th
                    scope="row"
                    className="sticky start-0 min-w-44 max-w-56 bg-surface px-4 py-2.5 text-start font-normal sm:max-w-none"
                  >
                    {permission.says}
                  </th>
                  {roles.map(role => (
                    <Mark key={role.id ?? role.name} isAllowed={role.permissions.includes(permission.name)} />
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function RoleHead({ role }: { role: Role }) {
  const { organization } = useActing()
  return (
    <th scope="col" className="min-w-28 px-3 py-3 text-center align-top font-medium">
      <Link to={paths.role} params={{ organization, role: String(role.id ?? role.name) }} className={linkLook}>
        {nameOfRole(role)}
      </Link>
      <span className="mt-1 block">
        <Badge tone={role.id === null ? 'plain' : 'accent'}>
          {role.id === null ? words.roles.builtIn : words.roles.own}
        </Badge>
      </span>
    </th>
  )
}

function Mark({ isAllowed }: { isAllowed: boolean }) {
  const Icon = isAllowed ? Check : Minus
  return (
    <td className="px-3 py-2.5 text-center">
      <Icon aria-hidden="true" className={`mx-auto size-4.5 ${isAllowed ? 'text-good' : 'text-line'}`} />
      <span className="sr-only">{isAllowed ? words.roles.allowed : words.roles.notAllowed}</span>
    </td>
  )
}
