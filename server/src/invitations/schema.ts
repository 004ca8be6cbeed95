/** The shapes of invitations. */
import { type Static, Type } from 'typebox'
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
import { passwordLength } from '../identity/passwords.ts'
import { forms } from '../lib/forms.ts'
import { invitationStates } from '../lib/states/invitation-state.ts'
import { Sender } from '../settings/schema.ts'

const Name = Type.String({ minLength: 1, maxLength: 150, 'x-form': forms.line(150) })
const ProductName = Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] })
const State = Type.Enum([...invitationStates])
const Role = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'In the team; without a team, in the organization, where it is given to who comes in by the invitation.',
  examples: ['learner'],
})
const untilThen = 'From then on it cannot be accepted, and keeps no seat.'
const ExpiresAt = Type.String({ format: 'date-time', description: untilThen })
const OptionalExpiry = Type.Optional(
  Type.String({ format: 'date-time', description: `${untilThen} Default: in 14 days.` }),
)

const expand = Expand('organization', 'team', 'user')

export const Invitation = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  state: State,
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
  team_id: Nullable(Id),
  team: Nullable(Type.String({ description: 'Its name.' })),
  role: Nullable(Role, { description: 'Null: a learner, or what the person is already.' }),
  courses: Type.Array(ProductName, { description: 'What accepting it gives.' }),
  products: Type.Array(ProductName, { description: 'What accepting it gives.' }),
  groups: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  offered: Type.Array(Type.String(), {
    description: 'What accepting it gives, in words for people: courses, products, and the courses of groups.',
  }),
  seats: Type.Array(ProductName, {
    description: "Products of which it keeps one of the team's seats, until it is answered.",
  }),
  sent_at: Type.Unsafe<Date>({ ...Moment, description: 'The last time.' }),
  expires_at: Moment,
  accepted_at: Nullable(Moment),
  withdrawn_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization', 'team', 'user'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const InvitationPage = PageOf(Invitation)

export const NewInvitation = Sent({
  ...OrganizationChoice,
  email: Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] }),
  first_name: Type.String({ maxLength: 1000, 'x-form': forms.line(150), examples: ['Jane'] }),
  last_name: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.lineOrNone(150) })),
  team: Type.Optional({ ...Id, description: 'A team of the organization.' }),
  role: Type.Optional(Role),
  courses: Type.Optional(Type.Array(ProductName, { maxItems: 50, uniqueItems: true })),
  products: Type.Optional(Type.Array(ProductName, { maxItems: 50, uniqueItems: true })),
  groups: Type.Optional(Type.Array(Type.Union([Id, Name]), { maxItems: 50, description: 'By id or name.' })),
  from: Type.Optional(
    Type.Enum(['seats', 'direct'], {
      description: "Only from the team's seats, or only beside them. Default: from the seats where the team has them.",
    }),
  ),
  expires_at: OptionalExpiry,
})
export type NewInvitation = Static<typeof NewInvitation>

export const InvitationChanges = Sent({ expires_at: ExpiresAt })

export const Resending = Type.Union([Sent({ expires_at: OptionalExpiry }), Type.Null()])

export const InvitationList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(
    Type.String({ maxLength: 150, description: 'The beginning of the email, of the whole name, or of the last name.' }),
  ),
  state: Type.Optional(State),
  team: Type.Optional({ ...Id, description: 'Those into this team.' }),
  email: Type.Optional(Type.String({ maxLength: 1000, description: 'The whole of it.' })),
})

export const ByToken = Type.Object({
  token: Type.String({ description: 'The last part of the address in the mail.' }),
})

/** As the person sees it who was invited. */
export const OpenedInvitation = Type.Union([
  Type.Object({
    state: Type.Literal('pending'),
    organization: Sender,
    team: Nullable(Type.Object({ name: Type.String() })),
    offered: Type.Array(Type.String(), { description: 'Courses and products that it gives, in words for people.' }),
    email_hint: Type.String({ description: 'Enough of the address for its owner to know it: `j•••@example.com`.' }),
    expires_at: Moment,
    password_needed: Type.Boolean({ description: 'Whether a password is to be chosen with it.' }),
  }),
  Type.Object({
    state: Type.Enum(['accepted', 'withdrawn', 'expired'], {
      description: '`withdrawn`: it cannot be accepted, for whatever reason.',
    }),
    organization: Sender,
  }),
])

export const Acceptance = Type.Union([
  Sent({
    password: Type.Optional(
      Type.String({
        description: `From ${passwordLength.min} to ${passwordLength.max} characters. Left out, the one that there is stays.`,
      }),
    ),
  }),
  Type.Null(),
])
