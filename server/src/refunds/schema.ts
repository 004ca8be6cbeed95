/** The shapes of refunds. */
import { Type } from 'typebox'
import { Id, Moment, Nullable, OrganizationChoice, Sent, SentReference } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { enrollmentStatuses } from '../lib/states/enrollment-status.ts'

export const NewRefund = Sent({
  ...OrganizationChoice,
  external_ref: SentReference('Of the purchase, as it was sent when it was provisioned or ordered.'),
  courses: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      ...{ minItems: 1, maxItems: 100, uniqueItems: true, examples: [['ielts']] },
      description: 'These alone, by name. Absent: all that came by the reference.',
    }),
  ),
  reclaim: Type.Optional(
    Type.Enum(['newest', 'oldest'], {
      description:
        'Whose seats go when learners hold some that are taken back, beside those whom the purchase itself gave one. Absent: then it is refused.',
    }),
  ),
  reason: Type.Optional(Type.String({ maxLength: 500, 'x-form': forms.line(500), examples: ['Bought by mistake'] })),
})

export const Refunded = Type.Object({
  reference: Type.String({ examples: ['wc_1234'] }),
  order: Nullable(Id, {
    description: 'The order of this reference, which was refunded, or cancelled while it was pending.',
  }),
  enrollments: Type.Array(
    Type.Object({
      enrollment_id: Id,
      course: Type.String(),
      status: Type.Enum([...enrollmentStatuses], {
        description: '`revoked`, unless something else gives the course too.',
      }),
      ends_at: Nullable(Moment),
    }),
    { description: 'That lost a reason. Empty also when nothing has come by the reference yet.' },
  ),
  seats: Type.Array(
    Type.Object({
      id: Id,
      team: Id,
      product: Type.String(),
      taken: Type.Integer({ description: 'So many came by it, and are gone.' }),
      quantity: Type.Integer({ description: 'How many the team has left.' }),
      used: Type.Integer(),
    }),
  ),
})
