/** The shapes of impersonation. */
import { Type } from 'typebox'
import { Moment } from '../http/shapes.ts'
import { User } from '../identity/schema.ts'

export const Impersonation = Type.Object({
  user: User,
  ends_at: Moment,
})
