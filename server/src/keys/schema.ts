/** The shapes of API keys. */
import { Type } from 'typebox'
import {
  Id,
  ListQuery,
  Moment,
  Nullable,
  OrganizationChoice,
  PageOf,
  Places,
  Sent,
  SentMoment,
} from '../http/shapes.ts'
import { keyFormats } from '../keyring/raw-key.ts'
import { forms } from '../lib/forms.ts'
import { scopes } from '../lib/roles/permissions.ts'

const Name = Type.String({
  'x-form': forms.line(150),
  description: 'What it is for: one key for each tool.',
  examples: ['Pabbly'],
})
const Scopes = Type.Array(Type.Enum([...scopes]), {
  description: 'What it may do: `read` (all views), `provision`, `manage` (everything), or single permissions.',
  examples: [['read', 'teams.edit']],
})
const describedExpiry = { description: 'From then on it is refused. Null: it does not expire.' }
const AllowedAddresses = Type.Array(Type.String({ maxLength: 50, 'x-form': forms.address }), {
  maxItems: 100,
  description: 'IP addresses and networks that it may be used from. Empty: from anywhere.',
  examples: [['203.0.113.7', '2001:db8::/32']],
})
const RateLimit = Nullable(Type.Integer({ 'x-form': forms.range(0, 1_000_000) }), {
  description: 'Calls a minute; 0: as many as it likes. Null: as its organization says.',
})

const properties = {
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.', examples: ['acme-prep'] }),
  name: Name,
  prefix: Type.String({ description: 'What it begins with, to know it by.', examples: ['usher_live_4Fh0aB2c'] }),
  scopes: Scopes,
  expires_at: Nullable(Moment, describedExpiry),
  allowed_addresses: AllowedAddresses,
  rate_limit: RateLimit,
  api_version: Type.String({ description: 'The version of the API that it speaks.', examples: ['2026-12-01'] }),
  last_used_at: Nullable(Moment, { description: 'To the minute.' }),
  revoked_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
}

export const Key = Type.Object(properties)

export const KeyOnce = Type.Object({
  ...properties,
  key: Type.String({
    description: 'The key itself: shown now and never again.',
    examples: ['usher_live_4Fh0aB2c…'],
  }),
})

export const KeyPage = PageOf(Key)

const settings = {
  scopes: Type.Optional(Scopes),
  expires_at: Type.Optional(Nullable(SentMoment, describedExpiry)),
  allowed_addresses: Type.Optional(AllowedAddresses),
  rate_limit: Type.Optional(RateLimit),
}

const Format = Type.Enum([...keyFormats], {
  description:
    'What the key looks like. `alphanumeric`: letters and digits only, for clients that take nothing else. Default: `standard`, which begins with `usher_live_`.',
})

export const NewKey = Sent(
  { ...OrganizationChoice, name: Name, format: Type.Optional(Format), ...settings },
  {
    description:
      'Of what is left out it has what your own key has; its scopes are then `provision`. It cannot have more than your own key.',
  },
)

export const KeyChanges = Sent({ name: Type.Optional(Name), ...settings }, { minProperties: 1 })

export const KeyList = Sent({
  ...Places,
  ...ListQuery,
  revoked: Type.Optional(Type.Boolean({ description: 'Also those that were revoked.' })),
})
