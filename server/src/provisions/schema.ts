/** The shapes of `POST /api/provision`. */
import { type Static, Type } from 'typebox'
import { SentAccess } from '../access/access-json.ts'
import { Id, Moment, Nullable, OneOrMany, Sent, SentReference, SentWords } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'

const Name = Type.String({ minLength: 1, maxLength: 150, 'x-form': forms.line(150) })
const CourseName = Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] })
const Reference = SentReference()

const User = Sent({
  email: Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] }),
  first_name: Type.Optional(
    Type.String({
      maxLength: 1000,
      'x-form': forms.line(150),
      description: 'Required, or `name`.',
      examples: ['Jane'],
    }),
  ),
  last_name: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.lineOrNone(150) })),
  name: Type.Optional(
    Type.String({
      maxLength: 1000,
      description:
        'The whole name, in place of the two: kept as it is, the word behind its last blank as the last name. One word is a first name.',
      examples: ['Jane van der Berg'],
    }),
  ),
  locale: Type.Optional(
    Type.String({
      maxLength: 50,
      'x-form': forms.locale,
      description: 'The language of mails to the person.',
      examples: ['en-GB'],
    }),
  ),
  external_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      'x-form': forms.line(255),
      description: 'What you call the person. Unique in the organization.',
    }),
  ),
  tags: Type.Optional(Type.Array(Name, { maxItems: 50, uniqueItems: true, description: 'In place of those before.' })),
  custom_fields: Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
      maxProperties: 200,
      description: 'Laid over those before.',
    }),
  ),
})

const Team = Type.Union([
  Sent({
    strategy: Type.Literal('specific', { description: 'This one; 404 when it is not there.' }),
    id: Type.Optional(Id),
    name: Type.Optional(Name),
    role: Type.Optional(Name),
  }),
  Sent({
    strategy: Type.Literal('first', { description: "The person's first team here; refused when there is none." }),
    role: Type.Optional(Name),
  }),
  Sent({
    strategy: Type.Literal('create', { description: 'A new one; refused when another call made one of this name.' }),
    name: Name,
    role: Type.Optional(Name),
  }),
  Sent({
    strategy: Type.Literal('auto', {
      description: "The one named if it is there, else the person's first, else a new one.",
    }),
    name: Type.Optional(Name),
    role: Type.Optional(Name),
  }),
])

const Organization = Type.Union(
  [
    Id,
    Type.String({ minLength: 2, maxLength: 63 }),
    Sent({
      slug: Type.String({ minLength: 2, maxLength: 63, 'x-form': forms.slug }),
      name: Type.String({ maxLength: 1000, 'x-form': forms.line(150) }),
      create_if_missing: Type.Literal(true),
    }),
  ],
  {
    description:
      'Your own organization or one below it, by id or slug. Default: your own. As an object: one that is made below it first where it is missing.',
    examples: ['acme-prep'],
  },
)

export const Provision = Sent({
  organization: Type.Optional(Organization),
  user: User,
  team: Type.Optional(Team),
  groups: Type.Optional(
    Type.Array(Type.Union([Id, Name]), { maxItems: 50, description: 'By id or name; a new name makes a group.' }),
  ),
  seats: Type.Optional(
    Type.Array(Sent({ product: CourseName, quantity: Type.Integer({ minimum: 1, maximum: 100_000 }) }), {
      maxItems: 50,
      description: "Added to the team's allocation. Needs `external_ref` or an `Idempotency-Key`.",
    }),
  ),
  courses: Type.Optional(Type.Array(CourseName, { maxItems: 50 })),
  products: Type.Optional(Type.Array(CourseName, { maxItems: 50 })),
  from: Type.Optional(
    Type.Enum(['seats', 'direct'], {
      description: "Only from the team's seats, or only beside them. Default: from the seats where the team has them.",
    }),
  ),
  starts_at: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'When direct access begins. Default: now.',
      examples: ['2027-01-11T09:00:00Z'],
    }),
  ),
  access: Type.Optional(SentAccess('as the product or course has it')),
  external_ref: Type.Optional(Reference),
  source: Type.Optional(SentWords(100, 'woocommerce')),
  send_welcome_email: Type.Optional(Type.Boolean({ description: 'Default: true.' })),
})
export type Provision = Static<typeof Provision>

export const ProvisionBody = OneOrMany(Provision)

export const MembershipSuspended = Type.Boolean({
  description:
    "Whether the person's membership is suspended: what is given is kept and held back, and so is the mail, until it is resumed.",
})

const Enrollment = Type.Object({
  course: Type.String(),
  course_id: Id,
  enrollment_id: Id,
  grant_id: Nullable(Id),
  already_provisioned: Type.Boolean(),
  status: Type.String(),
  starts_at: Moment,
  ends_at: Nullable(Moment),
  skipped_reason: Nullable(Type.String()),
})

export const Provisioned = Type.Object({
  result: Type.Enum(['created', 'reused', 'already_provisioned']),
  operation_id: Id,
  user: Type.Object({ id: Id, email: Type.String(), created: Type.Boolean() }),
  team: Nullable(Type.Object({ id: Id, name: Type.String(), created: Type.Boolean(), joined: Type.Boolean() })),
  groups: Type.Array(Type.Object({ id: Id, name: Type.String(), created: Type.Boolean(), joined: Type.Boolean() })),
  seats: Type.Array(
    Type.Object({
      id: Id,
      product: Type.String(),
      added: Type.Integer(),
      quantity: Type.Integer(),
      used: Type.Integer(),
      left: Type.Integer(),
    }),
  ),
  enrollments: Type.Array(Enrollment),
  waiting_for: Type.Array(Type.String(), { description: 'No seat was left of these: the person is on the waitlist.' }),
  welcome_email_sent: Type.Boolean({
    description:
      'Whether a mail that lets the person in was queued for this call. Never where people sign in by a provider of their own.',
  }),
  membership_suspended: MembershipSuspended,
  set_password_url: Nullable(Type.String()),
})
export type Provisioned = Static<typeof Provisioned>
