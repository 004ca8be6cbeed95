/** The shapes of signing in by a provider. */
import { Type } from 'typebox'
import { Id, Sent } from '../http/shapes.ts'
import { Sender } from '../settings/schema.ts'

const ways = {
  password: Type.Boolean({ description: 'Whether a password opens it.' }),
  providers: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      url: Type.String({ description: 'Where the browser goes to sign in by it.' }),
    }),
  ),
}

export const WaysIn = Type.Object(ways, {
  description: 'The same, in words and time, whether or not the address has an account: only its domain is looked at.',
})
export const WaysInThere = Type.Object({ ...ways, organization: Sender })
export const WhoAsks = Sent({ email: Type.String({ maxLength: 1000 }) })
export const BySlug = Type.Object({ slug: Type.String({ maxLength: 63, description: 'Of the organization.' }) })
export const Ticket = Sent({
  ticket: Type.String({ maxLength: 200, description: 'As it stands in the address after `prove=`.' }),
})
export const ProofByProvider = Sent({
  to: Type.Optional(
    Type.String({ maxLength: 2000, description: 'The page to come back to, a path such as `/courses`.' }),
  ),
})
export const GoOn = Type.Object({ url: Type.String({ description: 'Where the browser goes on to.' }) })

export const ByProvider = Type.Object({ id: Id })
export const Start = Type.Object({
  to: Type.Optional(Type.String({ maxLength: 2000 })),
  login_hint: Type.Optional(Type.String({ maxLength: 254 })),
  test: Type.Optional(Type.String({ maxLength: 200 })),
  proof: Type.Optional(Type.Boolean()),
})
export const Finish = Type.Object({ ticket: Type.String({ maxLength: 200 }) })
export const TestBegun = Type.Object({
  url: Type.String({
    description: 'To be opened in a browser within a quarter of an hour; it comes back with a report.',
  }),
})
