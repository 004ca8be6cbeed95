/** The shapes of share links, and of who came by them. */
import { type Static, Type } from 'typebox'
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
import { linkStates } from '../lib/states/link-state.ts'
import { Sender } from '../settings/schema.ts'

const Name = Type.String({
  'x-form': forms.lineOrNone(150),
  maxLength: 1000,
  description: 'For yourself: who follows it does not see it.',
  examples: ['Flyer'],
})
const MaxUses = Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }), {
  description: 'How many people may follow it. Null: as many as come.',
})
const Domains = Type.Array(Type.String({ maxLength: 253, 'x-form': forms.domain }), {
  maxItems: 100,
  description: 'Only email addresses there are let in. Empty: any.',
  examples: [['example.com']],
})
const NeedsApproval = Type.Boolean({
  description: 'Whether who follows it only asks to come in, and waits to be approved. Who waits is one of the uses.',
})
const ExpiresAt = Nullable(Type.String({ format: 'date-time' }), {
  description: 'From then on it lets nobody in. Null: it does not expire.',
})
const State = Type.Enum([...linkStates])
const TargetKind = Type.Enum(['team', 'group', 'course'])

const expand = Expand('course', 'group', 'organization', 'team')

const properties = {
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  name: Name,
  url: Nullable(Type.String({ examples: ['https://learn.example.com/join/Zk3q9A…'] }), {
    description:
      'The address to share. Null: it was made before addresses could be shown again, or under another `SECRET_KEY`; it works as ever.',
  }),
  prefix: Type.String({ description: 'What its token begins with, to know it by.', examples: ['Zk3q9A'] }),
  target: Type.Object({ kind: TargetKind, id: Id, name: Type.String() }, { description: 'What it opens.' }),
  state: State,
  max_uses: MaxUses,
  used: Type.Integer({ description: 'Who came by it or waits for approval. The same person again is one use.' }),
  seats_left: Nullable(Type.Integer(), {
    description: 'Of a link to a team that has seats: how many are left of what is shortest.',
  }),
  domains: Domains,
  needs_approval: NeedsApproval,
  expires_at: Nullable(Moment),
  revoked_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('course', 'group', 'organization', 'team'),
}

export const Link = Type.Object(properties)

/** The query of a read. */
export const Reading = Sent(expand)

export const LinkPage = PageOf(Link)

const limits = {
  name: Type.Optional(Name),
  max_uses: Type.Optional(MaxUses),
  domains: Type.Optional(Domains),
  needs_approval: Type.Optional(NeedsApproval),
  expires_at: Type.Optional(ExpiresAt),
}

export const NewLink = Sent({
  ...OrganizationChoice,
  target: Type.Union(
    [
      Sent({ course: Type.String({ minLength: 1, maxLength: 64, examples: ['ielts'] }) }),
      Sent({ team: Id }),
      Sent({ group: Id }),
    ],
    {
      description:
        "What it opens: a course, by name; a group, which gives its courses; or a team, which gives one of each of the team's seats.",
    },
  ),
  ...limits,
})
export type NewLink = Static<typeof NewLink>

export const LinkChanges = Sent(limits, { minProperties: 1 })
export type LinkChanges = Static<typeof LinkChanges>

export const LinkList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  team: Type.Optional({ ...Id, description: 'Those to this team.' }),
  group: Type.Optional({ ...Id, description: 'Those to this group.' }),
  revoked: Type.Optional(Type.Boolean({ description: 'Also those that were revoked.' })),
})

const joinStates = ['pending', 'joined', 'declined'] as const
const JoinState = Type.Enum([...joinStates])
export type JoinState = (typeof joinStates)[number]

export const LinkJoin = Type.Object({
  id: Id,
  state: JoinState,
  email: Type.String({ examples: ['jane@example.com'] }),
  first_name: Type.String(),
  last_name: Type.String(),
  user_id: Nullable(Id, { description: 'Null: not let in, so there is no account of it.' }),
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'When the person followed the link.' }),
  joined_at: Nullable(Moment),
  declined_at: Nullable(Moment),
})

export const LinkJoinPage = PageOf(LinkJoin)

export const LinkJoinList = Sent({ ...ListQuery, state: Type.Optional(JoinState) })

export const ByJoin = Type.Object({ id: Id, join: { ...Id, description: 'Of who asks to come in.' } })

export const ByToken = Type.Object({
  token: Type.String({ description: 'The last part of the address that was shared.' }),
})

/** As somebody sees it who follows it. */
export const OpenedLink = Type.Union([
  Type.Object({
    state: Type.Literal('open'),
    organization: Sender,
    target: Type.Object({ kind: TargetKind, name: Type.String({ description: 'In words for people.' }) }),
    needs_approval: NeedsApproval,
    domains: Domains,
    expires_at: Nullable(Moment),
  }),
  Type.Object({
    state: Type.Literal('full', { description: 'No seat is left for somebody new.' }),
    organization: Sender,
    target: Type.Object({ kind: TargetKind, name: Type.String({ description: 'In words for people.' }) }),
  }),
  Type.Object({
    state: Type.Enum(['used_up', 'expired', 'revoked'], {
      description: '`revoked`: nobody is let in, for whatever reason.',
    }),
    organization: Sender,
  }),
])

export const Following = Sent({
  email: Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] }),
  first_name: Type.String({ maxLength: 1000, 'x-form': forms.line(150), examples: ['Jane'] }),
  last_name: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.lineOrNone(150) })),
})
export type Following = Static<typeof Following>

export const Followed = Type.Object({
  state: Type.Enum(['joined', 'pending'], {
    description: '`joined`: the way in is in the mailbox. `pending`: it will be, once somebody has approved.',
  }),
  email: Type.String(),
})
