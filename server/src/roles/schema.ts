/** The shapes of roles and permissions. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { permissions } from '../lib/roles/permissions.ts'

const Name = Type.String({
  'x-form': forms.name,
  description: 'What memberships say, for good: lower-case letters, digits, underscores and hyphens.',
  examples: ['coach'],
})
const DisplayName = Type.String({ 'x-form': forms.line(150), examples: ['Coach'] })
const Permissions = Type.Array(Type.Enum([...permissions]), {
  description: 'Of the list at `/api/permissions`. Nobody gives what they do not have.',
  examples: [['users.view', 'enrollments.view']],
})

export const Role = Type.Object({
  id: Nullable(Type.Integer({ description: 'Null: it is built in, and known by its name.' })),
  organization: Nullable(
    Type.String({
      description: 'The slug of the organization that made it: it holds there and below. Null: built in.',
    }),
  ),
  name: Name,
  display_name: DisplayName,
  permissions: Permissions,
  created_at: Nullable(Moment),
  updated_at: Nullable(Moment),
})

export const RolePage = PageOf(Role)

export const NewRole = Sent({ ...OrganizationChoice, name: Name, display_name: DisplayName, permissions: Permissions })

export const RoleChanges = Sent(
  { display_name: Type.Optional(DisplayName), permissions: Type.Optional(Permissions) },
  { minProperties: 1 },
)

export const RoleList = Sent({ ...OrganizationChoice, ...ListQuery })

export const ByRole = Type.Object({
  role: Type.Union([Id, Type.String({ maxLength: 64 })], {
    description: 'Its id, or the name of a built-in one.',
    examples: [4160, 'manager'],
  }),
})

export const PermissionList = Type.Object({
  data: Type.Array(Type.Object({ name: Type.Enum([...permissions]), description: Type.String() })),
})
