/** The shapes of settings. */
import { Type } from 'typebox'
import { Renewal } from '../access/access-json.ts'
import { Moment, Nullable, Sent } from '../http/shapes.ts'
import { maxDays, maxMonths } from '../lib/access-rule.ts'
import { forms } from '../lib/forms.ts'

const BrandName = Type.String({
  'x-form': forms.line(150),
  description: "What people know it by, in mails and on pages. In force by default: the organization's name.",
  examples: ['Acme Prep'],
})
const Color = Type.String({ 'x-form': forms.color, description: 'Of buttons, as `#rrggbb`.', examples: ['#1459b3'] })
const Logo = Type.String({
  'x-form': forms.picture,
  description:
    'A PNG or JPEG picture of 64 kB at most, as a data URL. It goes with each mail, and is fetched from nowhere.',
  examples: ['data:image/png;base64,iVBORw0KGgo='],
})
const SenderName = Type.String({
  'x-form': forms.line(80),
  description: "In whose name mails come; the address stays the server's. In force by default: the brand name.",
  examples: ['Acme Prep Support'],
})
const ReplyTo = Type.String({
  'x-form': forms.email,
  description: 'Where answers to mails go.',
  examples: ['support@example.com'],
})
const Locale = Type.String({
  'x-form': forms.locale,
  description: 'The language of its people, by BCP 47.',
  examples: ['en-IN'],
})
const DefaultAccess = Sent(
  {
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: maxMonths, description: 'From the start.' })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: maxDays, description: 'From the start.' })),
    for_ever: Type.Optional(Type.Literal(true, { description: 'Without an end.' })),
    renewal: Type.Optional(Renewal),
  },
  { description: 'What a new course gets where its access is not said. One of `months`, `days` and `for_ever`.' },
)

const asAbove = { description: 'Null: as the organization above has it.' }

export const Settings = Type.Object({
  organization: Type.String({ description: 'The slug of the organization.', examples: ['acme-prep'] }),
  brand_name: Nullable(BrandName, asAbove),
  color: Nullable(Color, asAbove),
  logo: Nullable(Logo, asAbove),
  sender_name: Nullable(SenderName, asAbove),
  reply_to: Nullable(ReplyTo, asAbove),
  locale: Nullable(Locale, asAbove),
  default_access: Nullable(DefaultAccess, asAbove),
  in_force: Type.Object(
    {
      brand_name: BrandName,
      color: Nullable(Color, { description: "Null: Usher's own." }),
      logo: Nullable(Logo, { description: 'Null: none.' }),
      sender_name: SenderName,
      reply_to: Nullable(ReplyTo, { description: 'Null: to the address that mails come from.' }),
      locale: Locale,
      default_access: DefaultAccess,
    },
    { description: 'Each as it holds: its own, or else that of the nearest organization above that has one.' },
  ),
  updated_at: Moment,
})

export const SettingsChanges = Sent(
  {
    brand_name: Type.Optional(Nullable(BrandName)),
    color: Type.Optional(Nullable(Color)),
    logo: Type.Optional(Nullable(Logo)),
    sender_name: Type.Optional(Nullable(SenderName)),
    reply_to: Type.Optional(Nullable(ReplyTo)),
    locale: Type.Optional(Nullable(Locale)),
    default_access: Type.Optional(Nullable(DefaultAccess)),
  },
  { minProperties: 1 },
)

/** The organization that a link comes from. No more of it than the page shows: who follows a link may be anybody. */
export const Sender = Type.Object({
  name: BrandName,
  color: Nullable(Color, { description: "Null: Usher's own." }),
  logo: Nullable(Logo, { description: 'Null: none.' }),
  sign_in_at: Nullable(Type.String({ examples: ['lakeside'] }), {
    description:
      'Its slug, where its people sign in at its own page, `/sign-in/{slug}`, and are mailed no other way in; else null.',
  }),
})

export const MyBranding = Type.Object({
  data: Type.Array(
    Type.Object({
      organization: Type.String({ description: 'The slug of the organization.' }),
      brand_name: BrandName,
      color: Nullable(Color, { description: "Null: Usher's own." }),
      logo: Nullable(Logo, { description: 'Null: none.' }),
      locale: Locale,
    }),
    { description: 'One for each organization that I belong to.' },
  ),
})
