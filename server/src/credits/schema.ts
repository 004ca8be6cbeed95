/** The shapes of credits. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'

const Amount = Type.String({
  description: 'Text with two decimals; with a leading minus it was deducted.',
  examples: ['250.00'],
})
const Description = Type.String({ 'x-form': forms.lines(), examples: ['Invoice 2026-118'] })
const Balance = Type.String({ description: 'What there is to spend: the sum of the entries.', examples: ['1250.00'] })

const entry = {
  id: Id,
  amount: Amount,
  description: Description,
  order: Nullable(Id, { description: 'The order that was paid or refunded.' }),
  operation_id: Id,
  created_at: Moment,
}

export const CreditEntry = Type.Object(entry)

export const CreditsAfter = Type.Object({ ...entry, balance: Balance })

export const CreditsPage = Type.Object({ balance: Balance, ...PageOf(CreditEntry).properties })

export const CreditsList = Sent({
  ...ListQuery,
  sort: Type.Optional(
    Type.Enum(['created_at', '-created_at'], {
      description: 'Default: `-created_at`, the latest first.',
      examples: ['-created_at'],
    }),
  ),
})

export const NewCredits = Sent({
  amount: Type.String({
    maxLength: 20,
    'x-form': forms.signedCredits,
    description: 'Added; with a leading minus it is deducted. At most two decimals, as text.',
    examples: ['250.00', '-12.50'],
  }),
  description: Type.Optional(Description),
})
