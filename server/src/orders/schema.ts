/** The shapes of orders. */
import { type Static, Type } from 'typebox'
import { Access } from '../access/access-json.ts'
import { CreditEntry } from '../credits/schema.ts'
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
  SentMoment,
  SentReference,
  SentWords,
} from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { orderStates } from '../lib/states/order-state.ts'
import { Operation } from '../operations/schema.ts'

const ProductName = Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] })
const Reference = SentReference('Of your own: the same one again is the same order.')
const State = Type.Enum([...orderStates], { examples: ['completed'] })
const Payment = Type.Enum(['credits', 'external'], {
  description:
    "`credits`: the team's first, then its organization's, for catalog items. `external`: it was paid elsewhere, and no credit is touched.",
  examples: ['external'],
})
const Credits = Type.String({ description: 'What the catalog asks for it.', examples: ['250.00'] })
const since = (what: string) => Nullable(Moment, { description: what })

const Line = Type.Object({
  id: Id,
  catalog_item: Nullable(Id),
  product: ProductName,
  product_id: Id,
  display_name: Type.String({ description: 'What people call the product.', examples: ['IELTS Academic'] }),
  quantity: Type.Integer({ description: 'Of the catalog item.' }),
  seats: Type.Integer({ description: "Added to the team's allocation. 0: the product is the user's own." }),
  credits: Credits,
  access: Access("the product's own rule"),
  refunded_at: Nullable(Moment),
  refunded_reason: Nullable(Type.String()),
})

const expand = Expand('organization', 'team', 'user')

const order = {
  id: Id,
  organization: Type.String({ description: 'Its slug.', examples: ['acme-pune'] }),
  team: Nullable(Type.String(), { description: 'Billed to; null: to the organization itself.' }),
  team_id: Nullable(Type.Integer()),
  user: Nullable(
    Type.Object({
      ...{ id: Id, email: Type.String(), first_name: Type.String(), last_name: Type.String() },
      membership_suspended_at: Nullable(Moment, { description: 'Since then what the person has is held back.' }),
    }),
    { description: 'The customer, who also has what is for no team.' },
  ),
  state: State,
  payment: Payment,
  credits: Credits,
  reference: Nullable(Type.String({ description: '`external_ref` of the call that placed it.' })),
  source: Nullable(Type.String()),
  lines: Type.Array(Line),
  created_at: Moment,
  completed_at: since('When it was paid and given.'),
  cancelled_at: Nullable(Moment),
  failed_at: since('When a payment failed. It may have been completed after that.'),
  partially_refunded_at: since('Since when some of its lines are refunded.'),
  refunded_at: since('Since when all of them are.'),
  updated_at: Moment,
  ...Expanded('organization', 'team', 'user'),
}

export const Order = Type.Object(order)
/** The query of a read. */
export const Reading = Sent(expand)

export const OrderPage = PageOf(Order)

export const OrderWithHistory = Type.Object({
  ...order,
  lines_from_above: Type.Array(Id, {
    description:
      'The ids of the lines that an organization above sold: only there are they refunded, and only there is it said that an order with them was paid elsewhere, or was not.',
  }),
  credit_entries: Type.Array(CreditEntry, { description: 'What was paid with credits, and given back.' }),
  timeline: Type.Array(Type.Object({ state: State, ...Operation.properties }), {
    description: 'The operations that changed its state, and what it was after each.',
  }),
})

const NewLine = Sent({
  catalog_item: Type.Optional({ ...Id, description: 'Seats for the team, as the catalog offers them to it.' }),
  quantity: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'How many of the catalog item. Default: 1.' }),
  ),
  product: Type.Optional({ ...ProductName, description: 'Instead: a product, or a course, by its name.' }),
  seats: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100_000, description: "For the team. Absent: the product is the user's own." }),
  ),
})

export const NewOrder = Sent({
  ...OrganizationChoice,
  team: Type.Optional({ ...Id, description: 'Who is billed and has the seats. Absent: the organization is billed.' }),
  user: Type.Optional(
    Sent(
      {
        email: Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] }),
        first_name: Type.String({ maxLength: 1000, 'x-form': forms.line(150), examples: ['Jane'] }),
        last_name: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.lineOrNone(150) })),
      },
      { description: 'The customer, who has what is for no team. The account is made when there is none.' },
    ),
  ),
  lines: Type.Array(NewLine, { minItems: 1, maxItems: 100, examples: [[{ product: 'ielts', seats: 25 }]] }),
  payment: Payment,
  state: Type.Optional(
    Type.Enum(['pending', 'completed'], {
      description: '`pending` gives and costs nothing until it is completed. Default: `completed`.',
    }),
  ),
  external_ref: Type.Optional(Reference),
  source: Type.Optional(SentWords(100, 'woocommerce')),
  send_welcome_email: Type.Optional(
    Type.Boolean({ description: 'Whether a mail goes out when the user is given something. Default: true.' }),
  ),
})
export type NewOrder = Static<typeof NewOrder>

export const Completion = Type.Union([
  Sent({ send_welcome_email: Type.Optional(Type.Boolean({ description: 'As when it is placed. Default: true.' })) }),
  Type.Null(),
])

export const Refund = Type.Union([
  Sent({
    lines: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100, description: 'By their ids. Absent: all.' })),
    reason: Type.Optional(SentWords(500, 'Bought by mistake')),
    reclaim: Type.Optional(
      Type.Enum(['newest', 'oldest'], {
        description: 'Whose seats go when learners hold some that are taken back. Absent: then it is refused.',
      }),
    ),
  }),
  Type.Null(),
])

export const OrderList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  sort: Type.Optional(
    Type.Enum(['created_at', '-created_at'], {
      description: 'Default: `-created_at`, the latest first.',
      examples: ['-created_at'],
    }),
  ),
  search: Type.Optional(
    Type.String({ maxLength: 150, description: "The beginning of the reference, or of the customer's email." }),
  ),
  state: Type.Optional(State),
  team: Type.Optional({ ...Id, description: 'Billed to this team.' }),
  reference: Type.Optional(Type.String({ maxLength: 300, description: 'As it is shown.' })),
  email: Type.Optional(Type.String({ maxLength: 254, description: 'Of the customer, whatever the case.' })),
  since: Type.Optional(Type.String({ ...SentMoment, description: 'Placed from this moment on.' })),
  until: Type.Optional(Type.String({ ...SentMoment, description: 'Placed before this moment.' })),
})
