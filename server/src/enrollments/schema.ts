/** The shapes of enrollments. */
import { type Static, Type } from 'typebox'
import { SentAccess } from '../access/access-json.ts'
import {
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Nullable,
  PageOf,
  Places,
  Sent,
  SentMoment,
  SentReference,
} from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { enrollmentStatuses } from '../lib/states/enrollment-status.ts'

export const UserChoice = Type.String({
  maxLength: 320,
  description: 'The id or the email of a person.',
  examples: ['jane@example.com'],
})
export const CourseChoice = Type.String({
  maxLength: 64,
  description: 'The name of a course of the organization, or its id.',
  examples: ['ielts'],
})
const Status = Type.Enum([...enrollmentStatuses], {
  description: 'What people decided comes before what the clock says: held, revoked or completed before expired.',
})
export const Reason = Type.String({
  'x-form': forms.line(500),
  description: 'Why, for whoever asks later.',
  examples: ['Refund of order 1042'],
})

const expand = Expand('course', 'organization', 'user')

export const Enrollment = Type.Object({
  id: Id,
  organization: Type.String({
    description: 'The slug of the organization whose course it is.',
    examples: ['acme-prep'],
  }),
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
  course_id: Id,
  course: Type.String({ description: 'The name of the course.', examples: ['ielts'] }),
  status: Status,
  starts_at: Moment,
  ends_at: Nullable(Moment, { description: 'The first moment without access; null: for ever.' }),
  suspended_at: Nullable(Moment),
  membership_suspended_at: Nullable(Moment, {
    description: "Since when the person's membership is suspended, and so all that the organization gives.",
  }),
  revoked_at: Nullable(Moment),
  completed_at: Nullable(Moment),
  opened_items: Type.Array(Id, { description: 'Items opened for this learner besides the starters of the course.' }),
  updated_at: Moment,
  ...Expanded('course', 'organization', 'user'),
})
export type Enrollment = Static<typeof Enrollment>

/** The query of a read. */
export const Reading = Sent(expand)

export const EnrollmentPage = PageOf(Enrollment)

export const EnrollmentList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  course: Type.Optional(CourseChoice),
  user: Type.Optional(UserChoice),
  team: Type.Optional({ ...Id, description: 'Of its members.' }),
  group: Type.Optional({ ...Id, description: 'Of its members.' }),
  status: Type.Optional(Status),
  ends_before: Type.Optional(SentMoment),
})

export const Revocation = Sent({
  reason: Type.Optional(Reason),
  external_ref: Type.Optional(SentReference('Only what came by it: what else gives the course stays.')),
})

export const Extension = Sent({
  access: SentAccess('for ever'),
  external_ref: Type.Optional(SentReference('The same one again adds nothing.')),
})

export const OneItem = Type.Object({ id: Id, item_id: Id })
