/** The shapes of sign-in, as they are described and checked. */
import { Type } from 'typebox'
import { passwordLength } from './passwords.ts'

const { min, max } = passwordLength

const User = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String({ description: 'Empty when not known.' }),
})

export const SignedIn = Type.Object({ user: User }, { description: 'Who is signed in; the session is a cookie.' })

export const Session = Type.Object({
  user: Type.Union([User, Type.Null()], { description: 'Null: nobody is signed in.' }),
})

export const SignIn = Type.Object({ email: Type.String(), password: Type.String() }, { additionalProperties: false })

export const Nothing = Type.Object({}, { additionalProperties: false })

export const LinkToken = Type.Object({
  token: Type.String({ description: 'The last part of the address in the mail.' }),
})

export const PasswordLink = Type.Object({
  state: Type.Union([Type.Literal('open'), Type.Literal('expired')]),
  email_hint: Type.String({ description: 'Enough of the address for its owner to know it: `j•••@example.com`.' }),
  organization: Type.Union([Type.Object({ name: Type.String() }), Type.Null()], {
    description: 'The organization of a person who has only one.',
  }),
})

export const NewPassword = Type.Object(
  { password: Type.String({ description: `From ${min} to ${max} characters.` }) },
  { additionalProperties: false },
)

export const PasswordRequest = Type.Object({ email: Type.String() }, { additionalProperties: false })
