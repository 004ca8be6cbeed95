/** The shapes of break-glass owners. */
import { Type } from 'typebox'
import { Id, Moment, Sent } from '../http/shapes.ts'
import { ByOrganization } from '../organizations/schema.ts'

export const ByOwner = Type.Object({ ...ByOrganization.properties, user: Id })

export const NewBreakGlassOwner = Sent({ user_id: { ...Id, description: 'Of an owner of the organization.' } })

export const BreakGlassOwner = Type.Object({
  user: Type.Object({
    id: Id,
    email: Type.String({ examples: ['jane@example.com'] }),
    first_name: Type.String(),
    last_name: Type.String(),
  }),
  ready: Type.Boolean({
    description: 'Whether they could come in now: as an owner still, with a password and a second factor.',
  }),
  created_at: Moment,
})

export const BreakGlassOwners = Type.Object({
  data: Type.Array(BreakGlassOwner, { description: 'Whoever was named first. Five at most.' }),
})
