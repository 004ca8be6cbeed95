/** The shapes of the student API, for its reference page and for writing answers fast. */
import { type Static, Type } from 'typebox'
import { answeredCodes } from './errors.ts'

/** Not as a union: writing one means validating the value against each of its members. */
const nullableText = (options: { format: string; description: string }) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], ...options })

export const PingAnswer = Type.Object({
  status: Type.Literal('ok'),
  organization: Type.String({ examples: ['Acme Prep'] }),
  organization_slug: Type.String({ examples: ['acme-prep'] }),
})

export const CoursesAnswer = Type.Object({
  status: Type.Literal('ok'),
  course_types: Type.Array(
    Type.Object({
      name: Type.String({ description: 'The exact value for `courses`.', examples: ['ielts'] }),
      display_name: Type.String({ examples: ['IELTS'] }),
    }),
  ),
})

export const ProvisionBody = Type.Object({
  email: Type.String({
    maxLength: 254,
    description: 'Who the student is. Case and spaces around it do not matter.',
    examples: ['jane@example.com'],
  }),
  first_name: Type.String({ maxLength: 150, examples: ['Jane'] }),
  last_name: Type.Optional(Type.String({ maxLength: 150, examples: ['Doe'] })),
  courses: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })], {
      description:
        'Course types by name: one, a list, or several in one text with commas between. None: a member without courses.',
      examples: [['ielts', 'gmat']],
    }),
  ),
  tenure_months: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 120, description: "Months of access; otherwise by the course's access rule." }),
  ),
  external_ref: Type.Optional(
    Type.String({
      maxLength: 255,
      description: 'Your own reference. The same one again changes nothing; a new one renews.',
      examples: ['wc_order_1234'],
    }),
  ),
  send_welcome_email: Type.Optional(
    Type.Boolean({ default: true, description: 'false: you write to the student yourself.' }),
  ),
  source: Type.Optional(
    Type.String({ maxLength: 100, description: 'A label for the provisioning log.', examples: ['pabbly'] }),
  ),
})

export const ProvisionAnswer = Type.Object({
  status: Type.Literal('success'),
  user_id: Type.Integer({ examples: [4821] }),
  created_user: Type.Boolean({ description: 'Whether the account was made now.' }),
  already_provisioned: Type.Boolean({ description: 'Whether everything was there already and nothing changed.' }),
  enrollments: Type.Array(
    Type.Object({
      course_type: Type.String({ examples: ['ielts'] }),
      course_id: Type.Integer({ examples: [12] }),
      enrollment_id: Type.Integer({ examples: [991] }),
      already_provisioned: Type.Boolean({ description: 'Whether this enrollment was left as it was.' }),
      status: Type.String({
        description: 'active, upcoming, suspended, expired, revoked or completed',
        examples: ['active'],
      }),
      starts_at: Type.String({ format: 'date-time' }),
      expires_at: nullableText({
        format: 'date-time',
        description: 'The first moment without access; null: for ever.',
      }),
      skipped_reason: Type.Optional(
        Type.String({ description: 'suspended: an administrator has to lift the suspension first.' }),
      ),
    }),
  ),
  welcome_email_sent: Type.Boolean({
    description:
      'Whether a mail that lets the person in was queued for this call. Never where people sign in by a provider of their own.',
  }),
  membership_suspended: Type.Optional(
    Type.Boolean({
      description:
        "true: the student's membership is suspended. What this call gives is kept and held back until the membership is resumed; the mail goes out then.",
    }),
  ),
  set_password_url: nullableText({
    format: 'uri',
    description:
      'Null once the student has a password, and when the account also belongs to an organization that the key does not reach.',
  }),
  ignored_fields: Type.Optional(Type.Array(Type.String(), { description: 'Fields you sent that mean nothing here.' })),
})
export type ProvisionAnswer = Static<typeof ProvisionAnswer>

export const ErrorAnswer = Type.Object(
  {
    status: Type.Literal('error'),
    code: Type.Enum([...answeredCodes], { examples: ['unknown_course'] }),
    message: Type.String({ examples: ["Unknown course type 'pte'"] }),
    errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
  },
  { title: 'StudentError' },
)
