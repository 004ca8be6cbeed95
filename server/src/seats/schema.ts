/** The shapes of seats and of who holds them. */
import { Type } from 'typebox'
import { Access, SentAccess } from '../access/access-json.ts'
import {
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Nullable,
  PageOf,
  Places,
  Sent,
  SentReference,
} from '../http/shapes.ts'

const whenNull = "the product's own rule"
const ProductName = Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] })
const Waitlist = Type.Boolean({ description: 'Whether who finds no seat waits for one, instead of being refused.' })
const Quantity = Type.Integer({ minimum: 1, maximum: 100_000, examples: [25] })
const Reference = SentReference('Of your order, say: the same one again changes nothing.')

const expand = Expand('organization', 'product', 'team')

const seats = {
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.', examples: ['acme-prep'] }),
  team: Type.String({ description: "The team's name.", examples: ['Evening class'] }),
  team_id: Id,
  product: ProductName,
  product_id: Id,
  quantity: Type.Integer({ examples: [25] }),
  used: Type.Integer({ description: 'Those that somebody holds, reserved ones among them.' }),
  reserved: Type.Integer({ description: 'Of those: kept for who is invited and has not come yet.' }),
  left: Type.Integer(),
  used_share: Type.Number({ description: 'From 0 to 1.', examples: [0.84] }),
  waiting: Type.Integer({ description: 'How many people wait for one.' }),
  access: Access(whenNull),
  waitlist: Waitlist,
  created_at: Moment,
  updated_at: Type.Unsafe<Date>({ ...Moment, description: 'Of the number and the terms, not of who holds them.' }),
  ...Expanded('organization', 'product', 'team'),
}

export const Seats = Type.Object(seats)

/** The query of a read. */
export const Reading = Sent(expand)

export const SeatsPage = PageOf(Seats)

export const AddedSeats = Type.Object({
  ...seats,
  added: Type.Integer({ description: '0: this reference added them before.' }),
})

export const SeatsList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  team: Type.Optional({ ...Id, description: 'Only those of this team.' }),
  product: Type.Optional(ProductName),
})

export const TeamSeatsList = Sent({ ...ListQuery, ...expand })

export const ClaimList = Sent({ ...ListQuery, ...Expand('user') })

export const NewSeats = Sent({
  product: ProductName,
  quantity: Quantity,
  external_ref: Type.Optional(Reference),
})

export const SeatsChanges = Sent(
  {
    quantity: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'How many there are to be from now on.' }),
    ),
    reclaim: Type.Optional(
      Type.Enum(['newest', 'oldest'], {
        description: 'When more are used than are to be: whose go. Without it that is refused.',
      }),
    ),
    access: Type.Optional(SentAccess(whenNull)),
    waitlist: Type.Optional(Waitlist),
  },
  { minProperties: 1 },
)

export const SeatsMove = Sent({
  team: { ...Id, description: 'Another team of the same organization.' },
  quantity: Quantity,
  external_ref: Type.Optional(Reference),
})

export const MovedSeats = Type.Object({ from: Seats, to: Seats })

const person = {
  user_id: Id,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
}

const Claim = Type.Object({
  ...person,
  taken_at: Type.Unsafe<Date | null>({ ...Nullable(Moment), description: 'Null: it is reserved.' }),
  created_at: Moment,
  membership_suspended_at: Nullable(Moment, { description: 'Since then what the seat gives is held back.' }),
  ...Expanded('user'),
})

export const ClaimPage = PageOf(Claim)

const Waiting = Type.Object({
  ...person,
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'Since when the person waits.' }),
  ...Expanded('user'),
})

export const WaitingPage = PageOf(Waiting)

export const NewClaim = Sent({
  user_id: { ...Id, description: 'Somebody who is in the team.' },
  send_welcome_email: Type.Optional(
    Type.Boolean({ description: 'Whether a mail goes out when something changed. Default: true.' }),
  ),
})

export const GivenSeat = Type.Object({
  claim: Nullable(Claim, { description: 'Null: no seat was left, and the person waits for one.' }),
})

export const ByClaim = Type.Object({ id: Id, user: Id })
