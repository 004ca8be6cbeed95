/** The shapes of what people do with their own account. */
import { Type } from 'typebox'
import { Moment, Nullable, Sent } from '../http/shapes.ts'

const FirstName = Type.String({ examples: ['Jane'] })
const LastName = Type.String({ description: 'Empty when not known.', examples: ['Doe'] })
const Locale = Nullable(Type.String({ examples: ['de-AT'] }), {
  description: "The language that I chose, by BCP 47. Null: my organization's.",
})

export const MyProfile = Type.Object({
  user: Type.Object({
    id: Type.Integer(),
    email: Type.String(),
    first_name: FirstName,
    last_name: LastName,
    locale: Locale,
    updated_at: Moment,
  }),
})

export const MyChanges = Sent(
  { first_name: Type.Optional(FirstName), last_name: Type.Optional(LastName), locale: Type.Optional(Locale) },
  { minProperties: 1 },
)

export const PasswordChange = Sent({
  current_password: Type.String({ maxLength: 1000 }),
  password: Type.String({ maxLength: 1000, description: 'The new one.' }),
})

export const EmailWish = Sent({
  email: Type.String({ maxLength: 1000, examples: ['jane.new@example.com'] }),
  current_password: Type.String({ maxLength: 1000 }),
})

export const ByEmailToken = Type.Object({
  token: Type.String({ description: 'The last part of the address in the mail.' }),
})

export const OpenedEmailChange = Type.Object({
  state: Type.Union([Type.Literal('open'), Type.Literal('expired')]),
  email: Type.String({ description: 'What the address of the account is to be.' }),
})

export const ChangedEmail = Type.Object({ email: Type.String({ description: 'The address of the account now.' }) })

export const MyData = Type.Object(
  { exported_at: Type.String({ format: 'date-time' }) },
  { additionalProperties: Type.Unknown(), description: 'By what it is of: the account, memberships, enrollments …' },
)

export const SecondFactor = Type.Object({
  authenticator_since: Nullable(Moment, { description: 'Since when its codes are asked for. Null: there is none.' }),
  recovery_codes_left: Type.Integer(),
})

export const CurrentPassword = Sent({ current_password: Type.String({ maxLength: 1000 }) })

export const Proof = Sent({
  current_password: Type.Optional(Type.String({ maxLength: 1000 })),
  code: Type.Optional(
    Type.String({ maxLength: 100, description: 'Six digits of the authenticator program.', examples: ['492039'] }),
  ),
})

export const NewAuthenticator = Type.Object({
  secret: Type.String({ description: 'To type into the program, in Base32.' }),
  address: Type.String({ description: 'The same as a picture for the program holds it: `otpauth://…`.' }),
})

export const RecoveryCodes = Type.Object({
  recovery_codes: Type.Array(Type.String(), {
    description: 'Ten. Each is taken once in place of the second factor.',
    examples: [['7k3m-9xq2-v4tn-c8hp']],
  }),
})
