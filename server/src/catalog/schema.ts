/** The shapes of catalog items. */
import { Type } from 'typebox'
import { Access, SentAccess } from '../access/access-json.ts'
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

const Name = Type.String({ 'x-form': forms.line(150), description: 'What buyers read.', examples: ['IELTS, 25 seats'] })
const Description = Type.String({ 'x-form': forms.lines(5000), maxLength: 5000 })
const Seats = Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many it adds.', examples: [25] })
const Credits = Type.String({
  'x-form': forms.credits,
  description: 'What it costs: an amount with at most two decimals, as text.',
  examples: ['250.00'],
})
const ProductChoice = Type.Union([Id, Type.String({ minLength: 1, maxLength: 64 })], {
  description: 'A product of the same organization, by its id or its name.',
  examples: ['ielts'],
})
const whenNull = "the product's own rule"

const Offers = Sent(
  {
    organizations: Type.Array(Type.Union([Id, Type.String({ minLength: 2, maxLength: 63 })]), {
      maxItems: 1000,
      description:
        "By id or slug: the item's own organization and those below it. Their teams and those below can buy it.",
      examples: [['acme-pune']],
    }),
    teams: Type.Array(Id, { maxItems: 1000, description: 'By id.' }),
  },
  { description: 'Who can buy it. It replaces what was there; absent when it is made: nobody yet.' },
)

const expand = Expand('organization', 'product')

export const CatalogItem = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of the organization that sells it.', examples: ['acme-prep'] }),
  name: Name,
  description: Description,
  product: Type.String({ description: "The product's name.", examples: ['ielts'] }),
  product_id: Id,
  seats: Seats,
  credits: Credits,
  access: Access(whenNull),
  offers: Type.Object(
    { organizations: Type.Array(Type.String({ description: 'Slug.' })), teams: Type.Array(Id) },
    { description: 'Who can buy it, as far as they lie in your reach.' },
  ),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization', 'product'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const CatalogItemPage = PageOf(CatalogItem)

export const NewCatalogItem = Sent({
  ...OrganizationChoice,
  name: Name,
  description: Type.Optional(Description),
  product: ProductChoice,
  seats: Seats,
  credits: Credits,
  access: Type.Optional(SentAccess(whenNull)),
  offers: Type.Optional(Offers),
})

export const CatalogItemChanges = Sent(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    product: Type.Optional(ProductChoice),
    seats: Type.Optional(Seats),
    credits: Type.Optional(Credits),
    access: Type.Optional(SentAccess(whenNull)),
    offers: Type.Optional(Offers),
  },
  { minProperties: 1 },
)

export const CatalogItemList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
  team: Type.Optional({
    ...Id,
    description:
      'Instead of what the organization sells, what this team can buy: without `organization` and `archived`.',
  }),
})
