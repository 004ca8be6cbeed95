/** The shapes of connections, and of what is mapped and waits there. */
import { type Static, Type } from 'typebox'
import { ById, Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { connectionKinds, directions } from './kinds.ts'
import { targetKinds } from './platform.ts'

const Kind = Type.Enum([...connectionKinds], { description: 'Which platform it is.' })
const Name = Type.String({ maxLength: 150, 'x-form': forms.line(150), examples: ['Our academy'] })
const Direction = Type.Enum([...directions], {
  description: '`out`: what is given here is given there; `in`: what happens there is told here.',
})
const Rate = Type.Integer({
  minimum: 1,
  maximum: 100_000,
  description: 'How many calls a minute it takes. Default: what its smallest plan does.',
})
const Thinkific = Sent(
  {
    subdomain: Type.String({
      maxLength: 63,
      pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
      description: 'Of its address, before `.thinkific.com`.',
      examples: ['acme-academy'],
    }),
    base_url: Type.Optional(
      Type.String({
        maxLength: 2048,
        description: 'Where it is called instead of `https://api.thinkific.com`, to try something out.',
      }),
    ),
  },
  { description: 'Where it is, where it is a Thinkific school.' },
)
const Secret = (description: string) => Type.String({ minLength: 1, maxLength: 2000, description })
const ApiKey = Secret('What opens it: kept sealed, and shown nowhere.')
const WebhookSecret = Secret('What its events are signed with, where that is not the API key.')

const states = ['working', 'waiting', 'failing', 'refused', 'paused'] as const
export type ConnectionState = (typeof states)[number]

const properties = {
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  kind: Kind,
  name: Name,
  direction: Direction,
  thinkific: Nullable(Thinkific),
  rate: Rate,
  state: Type.Enum([...states], {
    description:
      '`waiting`: it asked us to wait. `failing`: nothing gets through, and it is tried again. `refused`: it does not take our key, and is not tried until that is changed.',
  }),
  failing_since: Nullable(Moment),
  failure: Nullable(Type.String({ description: 'Why nothing gets through, in its words where it has any.' })),
  retry_at: Nullable(Moment, { description: 'When it is tried again.' }),
  compared_at: Nullable(Moment, { description: 'When all of it was last compared.' }),
  due: Type.Integer({ description: 'How many people are to be looked at.' }),
  failed: Type.Integer({ description: 'Of how many something was not taken, and waits for somebody to look.' }),
  created_at: Moment,
  updated_at: Moment,
}
export const Connection = Type.Object(properties)
export const ConnectionPage = PageOf(Connection)
export const ConnectionList = Sent({ ...OrganizationChoice, ...ListQuery })

export const NewConnection = Sent({
  ...OrganizationChoice,
  kind: Kind,
  name: Name,
  direction: Type.Optional(Direction),
  thinkific: Type.Optional(Thinkific),
  api_key: ApiKey,
  webhook_secret: Type.Optional(WebhookSecret),
  rate: Type.Optional(Rate),
})
export type NewConnection = Static<typeof NewConnection>

export const ConnectionChanges = Sent(
  {
    name: Type.Optional(Name),
    direction: Type.Optional(Direction),
    thinkific: Type.Optional(Thinkific),
    api_key: Type.Optional(ApiKey),
    webhook_secret: Type.Optional(WebhookSecret),
    rate: Type.Optional(Rate),
    paused: Type.Optional(
      Type.Boolean({
        description: 'While it is, nothing is called; what becomes due waits. `false` tries it again at once.',
      }),
    ),
  },
  { minProperties: 1 },
)
export type ConnectionChanges = Static<typeof ConnectionChanges>

const TargetKind = Type.Enum([...targetKinds])
const Theirs = Type.String({ minLength: 1, maxLength: 200, description: 'Its id there.', examples: ['4711'] })

export const Mapping = Type.Object({
  id: Id,
  course: Type.String({ description: 'The name of the course here.' }),
  course_id: Id,
  kind: TargetKind,
  theirs: Theirs,
  name: Nullable(Type.String({ description: 'What it is called there.' })),
})
export const Mappings = Type.Object({ data: Type.Array(Mapping) })
export const NewMapping = Sent({
  course: Type.Union([Id, Type.String({ minLength: 1, maxLength: 150 })], {
    description: 'The id or name of a course of its organization.',
    examples: ['ielts'],
  }),
  kind: Type.Optional(TargetKind),
  theirs: Theirs,
})
export type NewMapping = Static<typeof NewMapping>
export const ByMapping = Type.Object({ id: Id, mapping: { ...Id, description: 'Of the mapping.' } })

export const Targets = Type.Object({
  data: Type.Array(
    Type.Object({
      kind: TargetKind,
      theirs: Theirs,
      name: Type.String(),
      course: Nullable(Type.String({ description: 'The name of the course that it is here.' })),
      offered: Nullable(
        Type.String({ description: 'The name of a course that is called the same and is nothing there yet.' }),
      ),
    }),
  ),
})

export const DueList = Sent({
  ...ListQuery,
  failed: Type.Optional(Type.Boolean({ description: 'Only of whom something was not taken.' })),
})
export const DuePage = PageOf(
  Type.Object({
    user_id: Id,
    email: Type.String(),
    due_at: Nullable(Moment, { description: 'When it is tried next. Null: when somebody asks for it.' }),
    attempts: Type.Integer(),
    problems: Type.Array(
      Type.Object({
        course: Nullable(Type.String({ description: 'Its id there. Null: it is about the person.' })),
        status: Nullable(Type.Integer({ description: 'Of the answer.' })),
        words: Type.String({ description: 'What it said.' }),
      }),
    ),
  }),
)
export const ByPerson = Type.Object({ ...ById.properties, user: { ...Id, description: 'Of the person.' } })

const Period = Type.Object({
  from: Nullable(Moment, { description: 'Null: it was never opened.' }),
  until: Nullable(Moment, { description: 'Null: for ever.' }),
})
export const Drift = Type.Object({
  data: Type.Array(
    Type.Object({
      user_id: Id,
      course: Type.String({ description: 'Its id there.' }),
      there: Nullable(Period, { description: 'Null: nothing.' }),
      wanted: Period,
    }),
  ),
})
