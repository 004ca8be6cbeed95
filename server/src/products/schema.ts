/** The shapes of products. */
import { Type } from 'typebox'
import { Access, NullableRenewal, SentAccess } from '../access/access-json.ts'
import {
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Nullable,
  OrganizationChoice,
  PageOf,
  Places,
  Sent,
} from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'

const Name = Type.String({
  'x-form': forms.name,
  description: 'What callers send: lower-case letters, digits, _ and -. Unique in its organization, among courses too.',
  examples: ['english_bundle'],
})
const DisplayName = Type.String({
  'x-form': forms.line(150),
  description: 'What people read.',
  examples: ['English: IELTS and PTE'],
})
const Description = Type.String({ 'x-form': forms.lines(5000), maxLength: 5000 })
const whenNull = "each course's own rule"
const renewal = Type.Optional(NullableRenewal)

const Courses = Type.Array(Type.Union([Id, Type.String({ minLength: 1, maxLength: 64 })]), {
  minItems: 1,
  maxItems: 500,
  description: 'Courses of the same organization, each by its id or its name. They replace those that were there.',
  examples: [['ielts', 'pte_academic']],
})

const expand = Expand('organization')

export const Product = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.', examples: ['acme-prep'] }),
  kind: Type.Enum(['course', 'bundle'], {
    description: '`course`: a course sold alone; the product follows it in all. `bundle`: courses together.',
  }),
  name: Name,
  display_name: DisplayName,
  description: Description,
  courses: Type.Array(Type.String(), { description: 'The names of its courses.', examples: [['ielts']] }),
  access: Access(whenNull),
  renewal: NullableRenewal,
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const ProductPage = PageOf(Product)

export const NewProduct = Sent({
  ...OrganizationChoice,
  name: Name,
  display_name: DisplayName,
  description: Type.Optional(Description),
  courses: Courses,
  access: Type.Optional(SentAccess(whenNull)),
  renewal,
})

export const ProductChanges = Sent(
  {
    name: Type.Optional(Name),
    display_name: Type.Optional(DisplayName),
    description: Type.Optional(Description),
    access: Type.Optional(SentAccess(whenNull)),
    renewal,
  },
  { minProperties: 1 },
)

export const SentCourses = Sent({ courses: Courses })

export const ProductList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name or the display name.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})
