/** The shapes of sessions. */
import { Type } from 'typebox'
import { Id, Moment, Nullable } from '../http/shapes.ts'

export const Session = Type.Object({
  id: Id,
  current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  browser: Nullable(Type.String({ examples: ['Firefox'] }), { description: 'As it says itself. Null: not known.' }),
  system: Nullable(Type.String({ examples: ['Windows'] })),
  ip: Nullable(Type.String({ examples: ['203.0.113.7'] }), { description: 'From where the person signed in.' }),
  method: Type.Enum(['password', 'passkey', 'provider']),
  second_factor: Type.Boolean(),
  identity_provider: Nullable(Type.String(), { description: 'Whose word it was, where `method` is `provider`.' }),
  created_at: Moment,
  last_used_at: Type.Unsafe<Date>({ ...Moment, description: 'To the day.' }),
  expires_at: Moment,
})
