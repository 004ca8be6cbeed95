/** The shape of an explanation. */
import { type Static, Type } from 'typebox'
import { Access } from '../access/access-json.ts'
import { CourseChoice, UserChoice } from '../enrollments/schema.ts'
import { Source } from '../grants/schema.ts'
import { Id, Moment, Nullable, OrganizationChoice, Sent } from '../http/shapes.ts'
import { operationKinds } from '../lib/operation-kinds.ts'
import { enrollmentStatuses } from '../lib/states/enrollment-status.ts'
import { codes } from './what-would-change.ts'

export const Question = Sent({ ...OrganizationChoice, user: UserChoice, course: CourseChoice })

const Operation = Type.Object(
  {
    id: Id,
    kind: Type.Enum([...operationKinds], { description: 'What was asked.', examples: ['provision'] }),
    at: Moment,
    source: Nullable(Type.String(), { description: "The caller's own label; of an import the file." }),
    author: Type.Object({
      kind: Type.Enum(['apiKey', 'unknownKey', 'user', 'system']),
      name: Nullable(Type.String(), {
        description: 'Of the key, or the email of the person. Null: of an organization above, or not in your teams.',
      }),
      prefix: Nullable(Type.String(), { description: 'How the key begins.' }),
      impersonated_by: Nullable(Type.Object({ name: Nullable(Type.String(), { description: 'Null: as above.' }) }), {
        description: 'Who acted as the person. Null: nobody did.',
      }),
    }),
  },
  { description: 'The line of the log.' },
)

const Origin = Type.Object(
  {
    kind: Source,
    id: Id,
    name: Nullable(Type.String(), {
      description: 'Of the team whose seat it is, the group, the order, the link, or the team of the invitation.',
    }),
    product: Nullable(Type.String(), {
      description: 'What people call the product that the seat or the order is for.',
    }),
  },
  { description: 'What the grant came from, besides a call.' },
)

const Grant = Type.Object({
  id: Id,
  stands: Type.Boolean({ description: 'Whether it counts: it was not revoked.' }),
  sentence: Type.String({ description: 'All of it in words, in its time zone.' }),
  source: Nullable(Source, { description: 'Null: it is of none of your teams, and not for you to know.' }),
  origin: Nullable(Origin),
  reference: Nullable(Type.String(), { description: 'Of the order, or of the row of the file.' }),
  file: Nullable(Type.String(), { description: 'The file, of an import.' }),
  access: Access('for ever'),
  time_zone: Type.String(),
  renewal: Type.Enum(['extend', 'longest', 'replace']),
  starts_at: Moment,
  gives: Nullable(
    Type.Object({
      from: Moment,
      until: Nullable(Moment, { description: 'The first moment without it; null: for ever.' }),
    }),
    { description: 'What it adds to those before it. Null: nothing.' },
  ),
  granted: Nullable(Operation, { description: 'Null where `source` is.' }),
  revoked: Nullable(Type.Object({ at: Moment, reason: Nullable(Type.String()), operation: Nullable(Operation) }), {
    description: 'Null: it stands.',
  }),
})

export const Explanation = Type.Object({
  user: Type.Object({
    id: Nullable(Id, { description: 'Null: nobody with this email is known here.' }),
    email: Type.String(),
    first_name: Nullable(Type.String()),
    last_name: Nullable(Type.String()),
  }),
  course: Type.Object({
    id: Id,
    name: Type.String(),
    display_name: Type.String(),
    organization: Type.String({ description: 'The slug of its organization.' }),
    archived_at: Nullable(Moment),
  }),
  has_access: Type.Boolean({ description: 'Whether the person can work in the course now.' }),
  status: Type.Enum([...enrollmentStatuses, 'not_enrolled']),
  summary: Type.String({ examples: ['Jane Doe has IELTS until 21 May 2027, 10:00 UTC.'] }),
  enrollment: Nullable(
    Type.Object({
      id: Id,
      starts_at: Moment,
      ends_at: Nullable(Moment, { description: 'The first moment without access; null: for ever.' }),
      revoked_at: Nullable(Moment),
      suspended_at: Nullable(Moment),
      suspended_by: Nullable(Operation),
      completed_at: Nullable(Moment),
    }),
  ),
  grants: Type.Array(Grant, {
    description: 'Every reason there was, in the order in which they begin; revoked ones too.',
  }),
  waits_for: Type.Array(
    Type.Object({ kind: Type.Enum(['waitlist', 'invitation']), team: Type.String(), product: Type.String() }),
    { description: 'Seats that the person waits for, or that are kept until an invitation is taken up.' },
  ),
  what_would_change_it: Type.Array(
    Type.Object({
      code: Type.Enum([...codes], { description: 'What it is, for a program.' }),
      sentence: Type.String({ examples: ['Extend it: POST /api/enrollments/7/extend.'] }),
    }),
    { description: 'What to do, then what stands in the way.' },
  ),
})
export type Explanation = Static<typeof Explanation>
