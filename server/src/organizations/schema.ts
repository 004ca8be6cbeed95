/** The shapes of organizations. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import type { DialectSettings } from './dialect-settings.ts'

const Name = Type.String({ 'x-form': forms.line(150), examples: ['Acme Prep Pune'] })
const Slug = Type.String({
  'x-form': forms.slug,
  description: 'Its short name, unique everywhere, for good: lower-case letters, digits and hyphens.',
  examples: ['acme-pune'],
})
const Description = Type.String({ 'x-form': forms.lines() })
const TimeZone = Type.String({
  'x-form': forms.timeZone,
  description: 'Its calendar, by IANA name: in it months of access are counted. UTC unless said.',
  examples: ['Asia/Kolkata'],
})
const ProvisioningEnabled = Type.Boolean({ description: 'Whether its keys may provision.' })
const RateLimit = Type.Integer({
  'x-form': forms.range(0, 1_000_000),
  description: 'Calls a minute for each of its keys; 0: as many as they like.',
  examples: [1000],
})

const SignInMode = Nullable(
  Type.Enum(['password', 'single_sign_on'], {
    description:
      'How its people sign in; null: as in the organization above, at the root by password. What an organization says holds for all below it, and what is said to one from above is not its own to change: 403. With single_sign_on nobody is mailed a link to come in by: what is given, or what they are invited to, is there when they sign in. Who has come in before is mailed of new courses, and of those that end.',
  }),
)
const SecondFactor = Nullable(
  Sent({
    asked: Type.Enum(['optional', 'for_roles', 'for_all'], {
      description: '`for_roles`: of whoever is more than a learner, in the organization or in a team of it.',
    }),
    grace_days: Type.Integer({
      'x-form': forms.range(0, 90),
      description: 'So many days one has to set it up, from when it was said or since one is a member.',
      examples: [14],
    }),
  }),
  {
    description:
      'Whether its people must have a second factor beside their password. Then it is closed to who has none: `second_factor_needed`. Null: as in the organization above, at the root optional. What an organization says holds for all below it, and what is said to one from above is not its own to change: 403. Whom an identity provider vouches for, and keys, need none.',
  },
)
const fields = {
  id: Id,
  slug: Slug,
  name: Name,
  description: Description,
  parent: Nullable(Type.String({ description: 'The slug of the organization above; null for your own.' })),
  time_zone: TimeZone,
  provisioning_enabled: ProvisioningEnabled,
  rate_limit: RateLimit,
  sign_in_mode: SignInMode,
  second_factor: SecondFactor,
  team_count: Type.Integer(),
  suspended_at: Nullable(Moment),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
}

const { organization: Choice } = OrganizationChoice

export const NewOrganization = Sent({
  parent: Type.Optional(
    Type.Union(Choice.anyOf, { description: 'The organization above, by id or slug. Default: your own.' }),
  ),
  name: Name,
  slug: Slug,
  description: Type.Optional(Description),
  time_zone: Type.Optional(TimeZone),
  provisioning_enabled: Type.Optional(ProvisioningEnabled),
  rate_limit: Type.Optional(RateLimit),
})

const changes = {
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  time_zone: Type.Optional(TimeZone),
  provisioning_enabled: Type.Optional(ProvisioningEnabled),
  rate_limit: Type.Optional(RateLimit),
  sign_in_mode: Type.Optional(SignInMode),
  second_factor: Type.Optional(SecondFactor),
}

/** The shapes that have what the dialects keep. */
export function withDialects(dialects: readonly DialectSettings[]) {
  const shown = Object.fromEntries(dialects.map(({ name, shown }) => [name, shown]))
  const sent = Object.fromEntries(dialects.map(({ name, sent }) => [name, Type.Optional(sent)]))
  const Organization = Type.Object({ ...fields, ...(shown as object) })
  return {
    Organization,
    OrganizationPage: PageOf(Organization),
    OrganizationChanges: Sent({ ...changes, ...(sent as object) }, { minProperties: 1 }),
  }
}

export const OrganizationList = Sent({
  organization: Type.Optional(
    Type.Union(Choice.anyOf, { description: 'It and those below it, by id or slug. Default: your own.' }),
  ),
  parent: Type.Optional(Type.Union(Choice.anyOf, { description: 'Only those right below this one.' })),
  ...ListQuery,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name or the slug.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})

export const ByOrganization = Type.Object({
  organization: Type.Union(Choice.anyOf, {
    description: 'By id or slug: your own organization or one below it.',
    examples: ['acme-prep'],
  }),
})
