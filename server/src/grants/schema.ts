/** The shapes of grants. */
import { type Static, Type } from 'typebox'
import { Access } from '../access/access-json.ts'
import { CourseChoice, Reason, UserChoice } from '../enrollments/schema.ts'
import { Expand, Expanded, Id, ListQuery, Moment, Nullable, PageOf, Places, Sent } from '../http/shapes.ts'
import { grantSources } from '../provisioning/intents/provision.ts'

export const Source = Type.Enum([...grantSources], { description: 'By what way it came.' })

const expand = Expand('course', 'enrollment', 'organization', 'user')

export const Grant = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of the organization that gave it.', examples: ['acme-prep'] }),
  enrollment_id: Id,
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  course_id: Id,
  course: Type.String({ description: 'The name of the course.', examples: ['ielts'] }),
  source: Source,
  origin_id: Nullable(Id, {
    description:
      "The claim on a team's seats, group, order line, link or invitation that it comes from; null: a call itself.",
  }),
  reference: Nullable(Type.String({ description: "The caller's own.", examples: ['order-1042'] })),
  starts_at: Moment,
  access: Access('for ever'),
  time_zone: Type.String({ description: 'Its days and months are counted there.', examples: ['Asia/Kolkata'] }),
  renewal: Type.Enum(['extend', 'longest', 'replace'], {
    description: 'What it does to access that runs: adds to it, stands beside it, or begins it anew.',
  }),
  operation_id: Id,
  revoked_at: Nullable(Moment, { description: 'Null: it stands.' }),
  revoked_reason: Nullable(Type.String()),
  revoked_operation_id: Nullable(Id),
  ...Expanded('course', 'enrollment', 'organization', 'user'),
})
export type Grant = Static<typeof Grant>

/** The query of a read. */
export const Reading = Sent(expand)

export const GrantPage = PageOf(Grant)

export const GrantList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  sort: Type.Optional(
    Type.String({
      maxLength: 50,
      description: 'By enrollment, unless asked by `id`.',
      examples: ['enrollment', '-id'],
    }),
  ),
  course: Type.Optional(CourseChoice),
  user: Type.Optional(UserChoice),
  enrollment: Type.Optional({ ...Id, description: 'Those behind it.' }),
  source: Type.Optional(Source),
  operation: Type.Optional({ ...Id, description: 'Those that it made or revoked.' }),
})

export const Revocation = Sent({ reason: Type.Optional(Reason) })
