/** The shapes of teams. */
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
import { forms } from '../lib/forms.ts'

const Name = Type.String({
  'x-form': forms.line(150),
  description: 'Unique in its organization, whatever the case.',
  examples: ['Evening class'],
})
const Description = Type.String({ 'x-form': forms.lines() })

const expand = Expand('organization')

export const Team = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  name: Name,
  description: Description,
  reference: Nullable(Type.String({ description: 'Of the call that made it.' })),
  member_count: Type.Integer(),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization'),
})
export type Team = Static<typeof Team>

/** The query of a read. */
export const Reading = Sent(expand)

export const TeamPage = PageOf(Team)

export const NewTeam = Sent({
  ...OrganizationChoice,
  name: Name,
  description: Type.Optional(Description),
})

export const TeamChanges = Sent(
  { name: Type.Optional(Name), description: Type.Optional(Description) },
  { minProperties: 1 },
)

export const TeamList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})
