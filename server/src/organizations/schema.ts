/** The shapes of organizations. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'

const Name = Type.String({ examples: ['Acme Prep Pune'] })
const Slug = Type.String({
  description: 'Its short name, unique everywhere, for good: lower-case letters, digits and hyphens.',
  examples: ['acme-pune'],
})
const Description = Type.String()
const TimeZone = Type.String({
  description: 'Its calendar, by IANA name: in it months of access are counted. UTC unless said.',
  examples: ['Asia/Kolkata'],
})
const ProvisioningEnabled = Type.Boolean({ description: 'Whether its keys may provision.' })
const RateLimit = Type.Integer({
  description: 'Calls a minute for each of its keys; 0: as many as they like.',
  examples: [1000],
})

export const Organization = Type.Object({
  id: Id,
  slug: Slug,
  name: Name,
  description: Description,
  parent: Nullable(Type.String({ description: "The slug of the organization above; null for the key's own." })),
  time_zone: TimeZone,
  provisioning_enabled: ProvisioningEnabled,
  rate_limit: RateLimit,
  team_count: Type.Integer(),
  suspended_at: Nullable(Moment),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
})

export const OrganizationPage = PageOf(Organization)

const { organization: Choice } = OrganizationChoice

export const NewOrganization = Sent({
  parent: Type.Optional(
    Type.Union(Choice.anyOf, { description: "The organization above, by id or slug. Default: the key's own." }),
  ),
  name: Name,
  slug: Slug,
  description: Type.Optional(Description),
  time_zone: Type.Optional(TimeZone),
  provisioning_enabled: Type.Optional(ProvisioningEnabled),
  rate_limit: Type.Optional(RateLimit),
})

export const OrganizationChanges = Sent(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    time_zone: Type.Optional(TimeZone),
    provisioning_enabled: Type.Optional(ProvisioningEnabled),
    rate_limit: Type.Optional(RateLimit),
  },
  { minProperties: 1 },
)

export const OrganizationList = Sent({
  organization: Type.Optional(
    Type.Union(Choice.anyOf, { description: "It and those below it, by id or slug. Default: the key's own." }),
  ),
  parent: Type.Optional(Type.Union(Choice.anyOf, { description: 'Only those right below this one.' })),
  ...ListQuery,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name or the slug.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})

export const ByOrganization = Type.Object({
  organization: Type.Union(Choice.anyOf, {
    description: "By id or slug: the key's own organization or one below it.",
    examples: ['acme-prep'],
  }),
})
