/** The shapes of sign-in, as they are described and checked. */
import { Type } from 'typebox'
import { Moment, Nullable } from '../http/shapes.ts'
import { factorKinds } from '../sessions/pending-sign-ins.ts'
import { Sender } from '../settings/schema.ts'
import { passwordLength } from './passwords.ts'

const { min, max } = passwordLength

export const User = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String({ description: 'Empty when not known.' }),
})

export const SignedIn = Type.Object({ user: User }, { description: 'Who is signed in; the session is a cookie.' })

const SecondFactorAsked = Type.Object(
  {
    second_factor: Type.Array(Type.Enum([...factorKinds]), { description: 'What is taken for it, any of them.' }),
  },
  {
    description:
      'Nobody is signed in yet: `POST /api/auth/second-factor` from this browser is, within ten minutes. A cookie says what it answers.',
  },
)

/** What every way in by a password answers. */
export const ways = { 200: SignedIn, 202: SecondFactorAsked }

export const FactorCode = Type.Object(
  {
    code: Type.String({
      maxLength: 100,
      description: 'Six digits of the authenticator program, or a recovery code.',
      examples: ['492039'],
    }),
  },
  { additionalProperties: false },
)

const Held = {
  role: Type.String({ description: 'What the role is called.', examples: ['manager'] }),
  permissions: Type.Array(Type.String(), { description: 'What one may do there.', examples: [['teams.view']] }),
}

/** `permissions` of an organization are also those that roles in organizations above it give. */
export const Me = Type.Object({
  user: Type.Object({ ...User.properties, updated_at: Moment }),
  impersonated_by: Nullable(Type.Object({ ...User.properties, ends_at: Moment }), {
    description: 'Who acts as me, and until when. Null: I do.',
  }),
  signed_in_by: Type.Object(
    {
      method: Type.Enum(['password', 'passkey', 'provider']),
      second_factor: Type.Boolean({ description: 'Whether a second factor was shown; a passkey is both.' }),
    },
    { description: 'Who vouched for me in this session: I did, or an identity provider.' },
  ),
  locale: Type.Union([Type.String(), Type.Null()], {
    description: "The language that I chose, by BCP 47. Null: my organization's, which `GET /api/me/branding` tells.",
  }),
  sends_mail: Type.Boolean({
    description: 'Whether the server sends mails. False: no mail server is set, and all of them wait.',
  }),
  organizations: Type.Array(
    Type.Object({
      id: Type.Integer(),
      slug: Type.String({ description: 'For the header `Usher-Organization`.', examples: ['acme-prep'] }),
      name: Type.String(),
      ...Held,
      teams: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), ...Held }), {
        description: 'That I am in, with what I may do in each.',
      }),
    }),
    { description: 'Where I belong and what this session opens, the topmost first.' },
  ),
  second_factor_asked: Type.Array(
    Type.Object({
      id: Type.Integer(),
      slug: Type.String(),
      name: Type.String(),
      from: Type.Unsafe<Date>({ ...Moment, description: 'From then on it is closed to me without one.' }),
      closed: Type.Boolean({ description: 'Whether that is over: `second_factor_needed`.' }),
    }),
    {
      description:
        'The organizations of mine that ask for a second factor, the most pressing first. Empty once I have one, and where a provider vouched for me.',
    },
  ),
  closed: Type.Array(Type.Object({ id: Type.Integer(), slug: Type.String(), name: Type.String() }), {
    description:
      'Where I belong too, and must sign in by the identity provider of the organization. Empty where a provider vouched for me.',
  }),
})

export const SignedOut = Type.Object({
  url: Nullable(Type.String(), {
    description: 'Where the browser goes on to, to sign out at the identity provider too; null: nowhere.',
  }),
})

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
  organization: Nullable(Sender, {
    description: 'Whose mail the link came in. Null: the person belongs to several, and it cannot be told.',
  }),
})

export const NewPassword = Type.Object(
  { password: Type.String({ description: `From ${min} to ${max} characters.` }) },
  { additionalProperties: false },
)

export const PasswordRequest = Type.Object({ email: Type.String() }, { additionalProperties: false })
