/** The shapes of identity providers: what is sent and shown is what is kept, but for what is secret. */
import { type Static, Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms, namePattern } from '../lib/forms.ts'

export const presets = [
  'okta',
  'entra',
  'google',
  'keycloak',
  'auth0',
  'jumpcloud',
  'onelogin',
  'adfs',
  'other',
] as const
export type Preset = (typeof presets)[number]

const Address = Type.String({ maxLength: 2048, 'x-form': forms.webAddress })

const Preset = Type.Enum([...presets], {
  description: 'What kind of provider it is: what that kind is known to call things and to need is filled in.',
})
const Name = Type.String({
  maxLength: 150,
  'x-form': forms.line(150),
  description: 'As people read it on the button to sign in by it.',
  examples: ['Lakeside School'],
})
const MembersOnly = Type.Boolean({
  description:
    'Whether only people come in who are members already. Otherwise whoever has an address of a domain that the organization has proven gets an account at the first sign-in.',
})

const SignsOutThere = Type.Boolean({
  description: 'Whether who signs out here is sent there, to be signed out there too. Default: no.',
})
const ClaimName = Type.String({ minLength: 1, maxLength: 300, examples: ['department', 'realm_access.roles'] })

const claimNames = ['email', 'first_name', 'last_name', 'name', 'groups'] as const
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 10 })
const Claims = Sent(
  Object.fromEntries(claimNames.map(name => [name, Type.Optional(Names)])) as Record<
    ClaimName,
    ReturnType<typeof Type.Optional<typeof Names>>
  >,
  {
    description:
      'What it calls what it says of a person, where it differs from what its kind does: the first name that is there counts.',
  },
)
type ClaimName = (typeof claimNames)[number]

/** What people are called, besides fields that the organization keeps itself. */
export const nameFields = ['first_name', 'last_name', 'name'] as const
const Attribute = Sent({
  field: Type.String({
    pattern: `^(?:${nameFields.join('|')}|custom_fields\\.${namePattern.slice(1, -1)})$`,
    description: '`first_name`, `last_name`, `name` (both in one), or one of the custom fields: `custom_fields.city`.',
    examples: ['custom_fields.city'],
  }),
  claim: Type.Optional({
    ...ClaimName,
    description: 'By the name that the provider has for it. Default, of names: as it says them anyway.',
  }),
  when: Type.Optional(
    Type.Enum(['first', 'each'], {
      description:
        'At the first sign-in of somebody, or at each. What is not said then stays as it is. Default: `first`.',
    }),
  ),
})
export type Attribute = Static<typeof Attribute>
const Attributes = Type.Array(Attribute, {
  maxItems: 50,
  description:
    'What is kept of what it says of people. The name is that by which the organization knows somebody, where the account is not its own alone; the email is never changed.',
})

const oidc = {
  issuer: Type.String({
    maxLength: 500,
    description: 'Its address, to the character as its own metadata says it.',
    examples: ['https://login.example.com/realms/school'],
  }),
  client_id: Type.String({ minLength: 1, maxLength: 500, examples: ['usher'] }),
  hosted_domain: Type.Optional(
    Nullable(Type.String({ maxLength: 253 }), {
      description:
        "Of Google Workspace, whose issuer is everybody's: the organization's domain, which must stand in `hd`.",
    }),
  ),
  scopes: Type.Optional(
    Type.Array(Type.String({ pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}$' }), {
      maxItems: 20,
      description: 'Besides `openid email profile`.',
    }),
  ),
}

const saml = {
  entity_id: Type.String({ minLength: 1, maxLength: 1024, description: 'What it calls itself.' }),
  sign_on_url: Type.String({ ...Address, description: 'Where a request goes.' }),
  sign_on_binding: Type.Optional(
    Type.Enum(['redirect', 'post'], {
      description: 'How it goes there. Default: by a redirect. `post`: by a form, for what takes nothing else.',
    }),
  ),
  logout_url: Type.Optional(
    Nullable(Address, { description: 'Where it is told that somebody signs out. Null: it is not told.' }),
  ),
  logout_answer_url: Type.Optional(
    Nullable(Address, { description: 'Where its own requests to sign out are answered. Null: at `logout_url`.' }),
  ),
  certificates: Type.Array(Type.String({ maxLength: 20_000 }), {
    minItems: 1,
    maxItems: 10,
    description: 'That it signs by, as PEM: several while one follows another.',
  }),
  metadata_url: Type.Optional(
    Nullable(Address, { description: 'Where its metadata is read again each day. Null: nowhere.' }),
  ),
  subject_attribute: Type.Optional(
    Nullable(Type.String({ minLength: 1, maxLength: 300 }), {
      description: 'Which attribute identifies a person, and never changes. Null: the name (NameID) does.',
    }),
  ),
  signs_requests: Type.Optional(Type.Boolean({ description: 'Whether what we send it is signed.' })),
  accepts_unsolicited: Type.Optional(
    Type.Boolean({ description: 'Whether an answer that nobody asked for signs in. Otherwise it is a hint to ask.' }),
  ),
  accepts_expired_certificates: Type.Optional(Type.Boolean()),
}

export const Oidc = Sent(oidc)
export const Saml = Sent(saml)
const SentSaml = Sent(
  {
    ...saml,
    entity_id: Type.Optional(saml.entity_id),
    sign_on_url: Type.Optional(saml.sign_on_url),
    certificates: Type.Optional(saml.certificates),
    metadata: Type.Optional(
      Type.String({ maxLength: 100_000, description: 'Its metadata, XML as it is: for what is not said here.' }),
    ),
  },
  {
    description:
      'With `metadata`, or where `metadata_url` leads, it says itself what it is called, where it is and by what it signs.',
  },
)
export type Oidc = Static<typeof Oidc>
export type Saml = Static<typeof Saml>
export type SentSaml = Static<typeof SentSaml>

const Secret = Type.String({ minLength: 1, maxLength: 1000, description: 'Sealed, and never shown.' })

const Ours = Type.Object(
  {
    sign_in_url: Type.String({ description: "The organization's own page to sign in." }),
    redirect_uri: Nullable(Type.String(), { description: 'Of OpenID Connect: where people come back.' }),
    backchannel_logout_uri: Nullable(Type.String(), {
      description: 'Of OpenID Connect: where it says that a session is over.',
    }),
    post_logout_redirect_uri: Nullable(Type.String(), {
      description: 'Of OpenID Connect: where people come back who signed out there.',
    }),
    acs_url: Nullable(Type.String(), { description: 'Of SAML: where its answers go.' }),
    entity_id: Nullable(Type.String(), {
      description: 'Of SAML: what we are called there, and where our metadata is read.',
    }),
    logout_url: Nullable(Type.String(), {
      description: 'Of SAML: where it says that somebody signs out, and that they have.',
    }),
  },
  { description: 'What is to be entered over there.' },
)

const certificate = {
  fingerprint: Type.String({ description: 'SHA-256.' }),
  not_before: Moment,
  not_after: Moment,
}
const Warning = Type.Object({
  within_days: Type.Integer({ description: '60, 30 or 7; 0: it has ended.' }),
  ends_at: Moment,
})

export const IdentityProvider = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  protocol: Type.Enum(['oidc', 'saml']),
  preset: Preset,
  name: Name,
  enabled: Type.Boolean({
    description:
      "Whether people sign in by it. Where the organization's `sign_in_mode` is `single_sign_on`, nothing else opens it then.",
  }),
  members_only: MembersOnly,
  signs_out_there: SignsOutThere,
  claims: Claims,
  attributes: Attributes,
  oidc: Nullable(Oidc),
  saml: Nullable(Saml),
  ours: Ours,
  certificates: Type.Array(Type.Object(certificate), {
    description: 'Of SAML: by what it signs, and until when that holds.',
  }),
  keys: Type.Array(
    Type.Object({ ...certificate, signs: Type.Boolean({ description: 'Whether we sign by it. The other is known.' }) }),
    { description: 'Of SAML: ours, as our metadata has them. Two while one follows another.' },
  ),
  warning: Nullable(Warning, { description: 'Of SAML: its last certificate ends within 60 days.' }),
  keys_warning: Nullable(Warning, { description: 'Of SAML: the key that we sign by ends within 60 days.' }),
  clock_skew_ms: Nullable(Type.Integer(), {
    description:
      'How far its clock was ahead of ours when somebody last came from it. Two minutes are let pass, before and after.',
  }),
  tested_at: Nullable(Moment, { description: 'When somebody signed in by it to try it, as it is now.' }),
  created_at: Moment,
  updated_at: Moment,
})

export const keySteps = ['publish', 'switch', 'remove'] as const
export type KeyStep = (typeof keySteps)[number]
export const KeyRoll = Sent({
  step: Type.Enum([...keySteps], {
    description:
      '`publish`: makes the next key, which our metadata has beside the one that signs. `switch`: the other one signs, and back. `remove`: the one that does not sign goes.',
  }),
})

export const IdentityProviderPage = PageOf(IdentityProvider)
export const IdentityProviderList = Sent({ ...OrganizationChoice, ...ListQuery })

export const NewIdentityProvider = Sent({
  ...OrganizationChoice,
  preset: Type.Optional(Preset),
  name: Name,
  members_only: Type.Optional(MembersOnly),
  signs_out_there: Type.Optional(SignsOutThere),
  claims: Type.Optional(Claims),
  attributes: Type.Optional(Attributes),
  oidc: Type.Optional(Oidc),
  client_secret: Type.Optional(Secret),
  saml: Type.Optional(SentSaml),
})
export type NewIdentityProvider = Static<typeof NewIdentityProvider>

export const IdentityProviderChanges = Sent(
  {
    name: Type.Optional(Name),
    enabled: Type.Optional(Type.Boolean()),
    members_only: Type.Optional(MembersOnly),
    signs_out_there: Type.Optional(SignsOutThere),
    claims: Type.Optional(Claims),
    attributes: Type.Optional(Attributes),
    oidc: Type.Optional(Oidc),
    client_secret: Type.Optional(Secret),
    saml: Type.Optional(SentSaml),
  },
  { minProperties: 1 },
)
export type IdentityProviderChanges = Static<typeof IdentityProviderChanges>

export const Given = Type.Object({
  does: Type.Enum(['join', 'leave', 'become', 'keep'], {
    description: '`keep`: what would be taken away, had all values been said.',
  }),
  kind: Type.Enum(['group', 'team', 'organization']),
  id: Id,
  name: Type.String({ description: 'Of the group or team.' }),
  role: Nullable(Type.String()),
  refused: Nullable(Type.String({ description: 'Why it would not be done.' })),
})
export const Kept = Type.Object({
  first_name: Type.Optional(Type.String()),
  last_name: Type.Optional(Type.String()),
  custom_fields: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
})
export const SaidClaim = Type.Object({
  claim: Type.String(),
  values: Type.Array(Type.String()),
  count: Type.Integer({ description: 'How many there were.' }),
})

const SignOn = Type.Object({
  id: Id,
  result: Type.Enum(['signed_in', 'refused', 'tested']),
  user_id: Nullable(Id),
  subject: Nullable(Type.String({ description: 'Whom it named.' })),
  email: Nullable(Type.String({ description: 'As it said it; it identifies nobody.' })),
  refused_by: Nullable(Type.String({ description: 'Which check did not pass.' })),
  code: Nullable(Type.String()),
  detail: Nullable(
    Type.String({
      description: 'What came and what was expected. Null without `settings.edit`: it may quote the provider.',
    }),
  ),
  report: Nullable(
    Type.Object({
      checks: Type.Array(Type.Object({ check: Type.String(), passed: Type.Boolean() })),
      claims: Type.Unknown(),
      who: Type.Unknown(),
      gives: Type.Optional(
        Nullable(Type.Array(Given), {
          description: 'What its claims are mapped to, as far as it would change anything.',
        }),
      ),
      keeps: Type.Optional(Nullable(Kept, { description: 'What would be kept of the person.' })),
      faults: Type.Optional(Type.Array(Type.String(), { description: 'What was said and cannot be kept.' })),
      said: Type.Optional(
        Nullable(Type.Array(SaidClaim), { description: 'All claims by their own names, the first of their values.' }),
      ),
    }),
    { description: 'Of who tried it: each check, what it said, and what signing in would have done.' },
  ),
  clock_skew_ms: Nullable(Type.Integer({ description: "How far the provider's clock was ahead." })),
  at: Moment,
})
const Mapping = Sent({
  claim: Type.Optional({
    ...ClaimName,
    description:
      'By the name that the provider has for it; what stands within another, with a dot between. Default: what it calls its groups.',
  }),
  value: Type.String({
    minLength: 1,
    maxLength: 300,
    description: 'What must be among its values, to the character: of groups the name, of Entra’s the id.',
    examples: ['Teachers'],
  }),
  group: Type.Optional({ ...Id, description: 'Which group it gives here.' }),
  team: Type.Optional({ ...Id, description: 'Or which team.' }),
  role: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'In the team. Default: learner.' })),
  organization_role: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Or which role in the organization. Of several the first counts; nobody comes to be an owner.',
    }),
  ),
  follow: Type.Optional(
    Type.Boolean({
      description:
        'Whether what it gave is taken away when the value is not said any more, where all that give the same say so. What others gave stays.',
    }),
  ),
})
export type Mapping = Static<typeof Mapping>
export const Mappings = Type.Object({ data: Type.Array(Mapping) })
export const NewMappings = Sent({ mappings: Type.Array(Mapping, { maxItems: 500 }) })

export const SignOnPage = PageOf(SignOn)
export const SignOnList = Sent({
  ...ListQuery,
  search: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'The number that somebody was told, or, of who may see people, the beginning of an address.',
    }),
  ),
  result: Type.Optional(Type.Enum(['signed_in', 'refused', 'tested'], { description: 'Only what came to this.' })),
})
