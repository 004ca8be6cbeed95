/** The shapes of groups, who is in them and what they give. */
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
import { namedPerson } from '../reach/named-people.ts'

const Name = Type.String({
  'x-form': forms.line(150),
  description: 'Unique in its organization, whatever the case.',
  examples: ['Readers'],
})
const Description = Type.String({ 'x-form': forms.lines() })
const CourseName = Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] })

const expand = Expand('organization')

export const Group = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  name: Name,
  description: Description,
  courses: Type.Array(CourseName, { description: 'What being in it gives.' }),
  member_count: Type.Integer(),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const GroupPage = PageOf(Group)

export const NewGroup = Sent({ ...OrganizationChoice, name: Name, description: Type.Optional(Description) })

export const GroupChanges = Sent(
  { name: Type.Optional(Name), description: Type.Optional(Description) },
  { minProperties: 1 },
)

export const GroupList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})

const GroupMember = Type.Object({
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'Since when.' }),
  ...Expanded('user'),
})

export const GroupMemberList = Sent({ ...ListQuery, ...Expand('user') })

export const GroupMemberPage = PageOf(GroupMember)

export const NewGroupMember = Sent(namedPerson)

export const ByGroupMember = Type.Object({ id: Id, user: Id })

const GroupCourse = Type.Object({
  id: Id,
  name: CourseName,
  display_name: Type.String(),
  archived_at: Type.Unsafe<Date | null>({ ...Nullable(Moment), description: 'Then it is given to nobody more.' }),
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'Since when the group gives it.' }),
})

export const GroupCoursePage = PageOf(GroupCourse)

export const Page = Sent(ListQuery)

export const SentCourses = Sent({
  courses: Type.Array(CourseName, {
    maxItems: 200,
    uniqueItems: true,
    description: "Courses of the group's organization.",
  }),
})

export const ByGroupCourse = Type.Object({ id: Id, course: CourseName })
