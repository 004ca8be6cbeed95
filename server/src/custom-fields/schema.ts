/** The shapes of custom fields: what an organization keeps about its people besides the names. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { kinds } from './values.ts'

const Name = Type.String({
  'x-form': forms.name,
  description: 'The name that callers send, for good: lower-case letters, digits, underscores and hyphens.',
  examples: ['city'],
})
const Label = Type.String({ 'x-form': forms.line(150), description: 'What people read.', examples: ['City'] })
const Kind = Type.Enum([...kinds], { description: 'What it holds, for good. A date is sent as `2026-04-01`.' })
const Choices = Type.Array(Type.String(), {
  description: 'Of a `choice`, and only of it.',
  examples: [['Pune', 'Delhi']],
})
const Required = Type.Boolean({ description: 'Whether nobody is added without it. Those who are there already stay.' })

export const CustomField = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  name: Name,
  label: Label,
  kind: Kind,
  choices: Choices,
  required: Required,
  created_at: Moment,
  updated_at: Moment,
})

export const CustomFieldPage = PageOf(CustomField)

export const NewCustomField = Sent({
  ...OrganizationChoice,
  name: Name,
  label: Label,
  kind: Kind,
  choices: Type.Optional(Choices),
  required: Type.Optional(Required),
})

export const CustomFieldChanges = Sent(
  { label: Type.Optional(Label), choices: Type.Optional(Choices), required: Type.Optional(Required) },
  { minProperties: 1 },
)

export const CustomFieldList = Sent({ ...OrganizationChoice, ...ListQuery })
