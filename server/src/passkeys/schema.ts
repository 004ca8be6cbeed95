/** What browsers are told and answer (Web Authentication, level 3): the names are the standard's, and so is what else may stand there. */
import { type Static, Type } from 'typebox'

/** Bytes in Base64url, so many at most. */
const Bytes = (most: number, description?: string) =>
  Type.String({ maxLength: Math.ceil((most * 4) / 3), pattern: '^[A-Za-z0-9_-]*$', description })

const Credential = Type.Object({
  id: Type.String(),
  type: Type.Literal('public-key'),
  transports: Type.Array(Type.String()),
})
const asked = {
  challenge: Type.String({ description: 'To be signed, within five minutes and in this browser.' }),
  timeout: Type.Integer(),
}

export const CreationOptions = Type.Object(
  {
    ...asked,
    rp: Type.Object({ id: Type.String(), name: Type.String() }),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    pubKeyCredParams: Type.Array(Type.Object({ type: Type.Literal('public-key'), alg: Type.Integer() })),
    excludeCredentials: Type.Array(Credential),
    authenticatorSelection: Type.Object({ residentKey: Type.String(), userVerification: Type.String() }),
    attestation: Type.Literal('none'),
  },
  { description: 'For `PublicKeyCredential.parseCreationOptionsFromJSON`.' },
)

export const RequestOptions = Type.Object(
  { ...asked, rpId: Type.String(), allowCredentials: Type.Array(Credential), userVerification: Type.String() },
  { description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON`.' },
)

const answered = {
  id: Bytes(1023),
  rawId: Bytes(1023),
  type: Type.Literal('public-key'),
}

export const SentRegistration = Type.Object(
  {
    ...answered,
    response: Type.Object({
      clientDataJSON: Bytes(4000),
      attestationObject: Bytes(20_000),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 10 })),
    }),
  },
  { description: 'What `navigator.credentials.create` gave, by its `toJSON`.' },
)
export type SentRegistration = Static<typeof SentRegistration>

export const SentAssertion = Type.Object(
  {
    ...answered,
    response: Type.Object({
      clientDataJSON: Bytes(4000),
      authenticatorData: Bytes(4000),
      signature: Bytes(2000),
      userHandle: Type.Optional(Type.Union([Bytes(64), Type.Null()])),
    }),
  },
  { description: 'What `navigator.credentials.get` gave, by its `toJSON`.' },
)
export type SentAssertion = Static<typeof SentAssertion>
