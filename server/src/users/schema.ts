/** The shapes of users. */
import { Type } from 'typebox'
import {
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Nullable,
  OrganizationChoice,
  PageOf,
  Places,
  Sent,
} from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { Email, Profile, RoleName, SentProfile } from '../memberships/schema.ts'

const FirstName = Type.String({ 'x-form': forms.line(150), examples: ['Jane'] })
const LastName = Type.String({ 'x-form': forms.lineOrNone(150), examples: ['Doe'] })

const listed = {
  id: Id,
  email: Email,
  first_name: FirstName,
  last_name: LastName,
  password_set: Type.Boolean({ description: 'Whether the person has a password; of who is only invited, false.' }),
  organization: Type.String({ description: 'The slug of the organization that says what follows of the person.' }),
  ...Profile,
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'Since when the person belongs to the organization.' }),
  updated_at: Moment,
  ...Expanded('organization'),
}

const ListedUser = Type.Object(listed, { title: 'ListedUser', description: 'A person, as one organization sees them.' })

export const UserPage = PageOf(ListedUser)

const Count = Type.Integer()

export const User = Type.Object({
  ...listed,
  earlier_emails: Type.Array(Type.String(), {
    description: 'By which the person is found too. Empty where the account is not within your reach alone.',
  }),
  second_factor: Nullable(Type.Boolean(), {
    description:
      'Whether signing in by the password asks for more. Null where the account is not within your reach alone.',
  }),
  memberships: Type.Array(
    Type.Object({
      organization: Type.String(),
      role: Profile.role,
      invited_at: Profile.invited_at,
      suspended_at: Profile.suspended_at,
      created_at: Moment,
    }),
    { description: 'Within your reach.' },
  ),
  teams: Type.Array(Type.Object({ id: Id, name: Type.String(), organization: Type.String(), role: Type.String() }), {
    description: 'Within your reach.',
  }),
  enrollments: Type.Object(
    { active: Count, upcoming: Count, completed: Count, suspended: Count, expired: Count, revoked: Count },
    { description: 'How many of each status, within your reach.' },
  ),
})

const names = { first_name: Type.Optional(FirstName), last_name: Type.Optional(LastName) }

const SendWelcomeEmail = Type.Optional(
  Type.Boolean({ description: 'Whether somebody new gets a mail. Default: true.' }),
)

export const NewUser = Sent({
  ...OrganizationChoice,
  email: Email,
  ...names,
  first_name: FirstName,
  ...SentProfile,
  send_welcome_email: SendWelcomeEmail,
})

export const UpsertedUser = Sent({
  ...OrganizationChoice,
  email: Email,
  first_name: Type.Optional(
    Type.String({
      'x-form': forms.line(150),
      description: 'Required for somebody who does not belong to the organization yet.',
    }),
  ),
  last_name: Type.Optional(LastName),
  ...SentProfile,
  send_welcome_email: SendWelcomeEmail,
})

export const UserChanges = Sent(
  {
    ...OrganizationChoice,
    email: Type.Optional({
      ...Email,
      description:
        'The password and all links end, and a new link is mailed there. 409: it is another account’s, now or before.',
    }),
    ...names,
    ...SentProfile,
  },
  { minProperties: 1 },
)

export const InOrganization = Sent({ ...OrganizationChoice, ...Expand('organization') })

const filters = {
  ...Places,
  search: Type.Optional(
    Type.String({ maxLength: 150, description: 'The beginning of the email, of the whole name, or of the last name.' }),
  ),
  email: Type.Optional(Type.String({ maxLength: 1000, description: 'The whole of it.' })),
  external_id: Type.Optional(Type.String({ maxLength: 255 })),
  role: Type.Optional(RoleName),
  team: Type.Optional({ ...Id, description: 'The id of a team that they are in.' }),
}

export const UserList = Sent({
  ...filters,
  tag: Type.Optional(Type.Array(Type.String(), { description: 'That they have; several: all of them.' })),
  custom_field: Type.Optional(
    Type.Array(Type.String(), { description: '`name:value`; several: all of them.', examples: [['city:Pune']] }),
  ),
  ...ListQuery,
  ...Expand('organization'),
})

export const UserSearch = Sent({
  ...filters,
  tags: Type.Optional(Type.Array(Type.String(), { description: 'That they have, all of them.' })),
  custom_fields: Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
      description: 'What they have in them.',
      examples: [{ city: 'Pune' }],
    }),
  ),
  ...ListQuery,
})
