/** The shapes of domains of email addresses. */
import { type Static, Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'

const Name = Type.String({ minLength: 3, maxLength: 253, 'x-form': forms.domain, examples: ['school.example.com'] })

export const Domain = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  name: Name,
  state: Type.Enum(['claimed', 'proven', 'lapsed'], {
    description:
      '`lapsed`: three looks found no record. Nobody new comes in by it, and another organization may prove it.',
  }),
  record: Type.Object(
    { type: Type.Enum(['TXT']), name: Type.String({ examples: ['_usher.school.example.com'] }), value: Type.String() },
    { description: 'What must stand with the name servers, and stay.' },
  ),
  proven_at: Nullable(Moment),
  looked_at: Nullable(Moment, { description: 'When the record was last looked for. It is each week.' }),
  created_at: Moment,
  updated_at: Moment,
})

export const DomainPage = PageOf(Domain)
export const DomainList = Sent({ ...OrganizationChoice, ...ListQuery })
export const NewDomain = Sent({ ...OrganizationChoice, name: Name })
export type NewDomain = Static<typeof NewDomain>
