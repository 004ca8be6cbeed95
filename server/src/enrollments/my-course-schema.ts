/** The shapes of what a learner sees. */
import { type Static, Type } from 'typebox'

const MyItem = Type.Object({
  id: Type.Integer(),
  kind: Type.Enum(['lesson', 'practice_test', 'mock_test']),
  title: Type.String(),
  open: Type.Boolean(),
  launch_url: Type.Union([Type.String(), Type.Null()], { description: 'Null unless open.' }),
})

const MyCourse = Type.Object({
  id: Type.Integer({ description: 'Of the course.' }),
  name: Type.String(),
  display_name: Type.String(),
  organization: Type.Object({ name: Type.String() }),
  status: Type.Enum(['active', 'upcoming', 'suspended', 'expired', 'revoked', 'completed']),
  starts_at: Type.String({ format: 'date-time' }),
  ends_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'The first moment without access; null: for ever.',
  }),
  items: Type.Array(MyItem, { description: 'In their order. They open when the course is open to the learner.' }),
})

export type MyCourse = Static<typeof MyCourse>
export type MyItem = Static<typeof MyItem>

export const MyCourses = Type.Object({ courses: Type.Array(MyCourse) })
