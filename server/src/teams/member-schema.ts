/** The shapes of who is in a team. */
import { Type } from 'typebox'
import { Expand, Expanded, Id, ListQuery, Moment, PageOf, Sent } from '../http/shapes.ts'
import { namedPerson } from '../reach/named-people.ts'

const Role = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'The name of a role: a built-in one, or one of the organization or above it.',
  examples: ['manager'],
})

export const TeamMember = Type.Object({
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
  role: Role,
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'Since when.' }),
  ...Expanded('user'),
})

/** The query of a read. */
export const Reading = Sent(Expand('user'))

export const TeamMemberPage = PageOf(TeamMember)

export const TeamMemberList = Sent({ ...ListQuery, ...Expand('user'), role: Type.Optional(Role) })

export const NewTeamMember = Sent({
  ...namedPerson,
  role: Type.Optional({ ...Role, description: 'In this team. Default: `learner`, or what it is already.' }),
})

export const TeamMemberChanges = Sent({ role: Role })

export const TeamMemberMove = Sent({ team: { ...Id, description: 'Another team of the same organization.' } })

export const ByTeamMember = Type.Object({ id: Id, user: Id })
