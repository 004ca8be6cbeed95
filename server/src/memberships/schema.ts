/** The shapes of memberships, and of what an organization keeps about a person. */
import { Type } from 'typebox'
import { Expand, Expanded, Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'

export const Email = Type.String({ 'x-form': forms.email, examples: ['jane@example.com'] })

export const RoleName = Type.String({
  maxLength: 64,
  description: 'The name of a role: a built-in one, or one of the organization or above it.',
  examples: ['learner'],
})

const ExternalId = Type.String({
  'x-form': forms.line(255),
  description: 'What the organization calls the person elsewhere. Unique in it.',
  examples: ['crm-17'],
})
const Tags = Type.Array(Type.String({ 'x-form': forms.line(150) }), {
  description: 'In place of those before.',
  examples: [['evening', 'vip']],
})
const CustomFields = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
  description: "By the name of the organization's custom field.",
  examples: [{ city: 'Pune' }],
})
const SentFields = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
  description: 'Laid over those before; null clears one.',
  examples: [{ city: 'Pune' }],
})
const Locale = Type.String({
  'x-form': forms.locale,
  description: 'A language by its BCP 47 tag.',
  examples: ['de-AT'],
})

/** What an organization says about a person. */
export const Profile = {
  role: RoleName,
  external_id: Nullable(ExternalId),
  tags: Type.Array(Type.String()),
  custom_fields: CustomFields,
  locale: Nullable(Locale),
  invited_at: Nullable(Moment, {
    description: 'Invited then, and has not accepted yet: it opens nothing. Null: a member.',
  }),
  suspended_at: Nullable(Moment),
}

/** What may be sent of it: absent stays, null clears. */
export const SentProfile = {
  external_id: Type.Optional(Nullable(ExternalId)),
  tags: Type.Optional(Tags),
  custom_fields: Type.Optional(SentFields),
  locale: Type.Optional(Nullable(Locale)),
}

const expand = Expand('organization', 'user')

export const Membership = Type.Object({
  organization: Type.String({ description: 'The slug of the organization.' }),
  user_id: Id,
  email: Email,
  ...Profile,
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization', 'user'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const MembershipPage = PageOf(Membership)

export const MembershipChanges = Sent(
  {
    role: Type.Optional(RoleName),
    suspended: Type.Optional(Type.Boolean({ description: 'Whether the membership is suspended.' })),
  },
  { minProperties: 1 },
)

export const MembershipList = Sent({
  ...OrganizationChoice,
  user: Type.Optional({ ...Id, description: 'Without `organization`: wherever the user belongs, within reach.' }),
  role: Type.Optional(RoleName),
  ...ListQuery,
  ...expand,
})

const { organization: Choice } = OrganizationChoice

export const ByMember = Type.Object({
  organization: Type.Union(Choice.anyOf, { description: 'By id or slug.', examples: ['acme-prep'] }),
  user: Id,
})
