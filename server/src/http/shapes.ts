/** Shapes that many routes share. */
import { type TProperties, type TSchema, Type } from 'typebox'
import { mostCounted } from '../db/page.ts'
import { forms } from '../lib/forms.ts'

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, examples: [4160] })

/** A `Date` here, text in JSON. */
export const Moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time', examples: ['2026-12-01T09:30:00.000Z'] })

/** The same as it is sent. */
export const SentMoment = Type.String({ format: 'date-time', examples: ['2026-12-01T09:30:00.000Z'] })

export const Nullable = <T extends TSchema>(schema: T, options: { description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options)

/** What a caller calls something, so that the same again is known; `readReference` reads it. */
export const SentReference = (description?: string) =>
  Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 255, format: 'reference', 'x-form': forms.reference }),
      Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    ],
    { description, examples: ['order-1042'] },
  )

/** Words of a caller for the log and for who asks later. */
export const SentWords = (maxLength: number, example: string) =>
  Type.String({ maxLength, format: 'line', 'x-form': forms.lineOrNone(maxLength), examples: [example] })

/** What a caller sends: a field that is not named is refused. */
export const Sent = <T extends TProperties>(
  properties: T,
  options: { description?: string; minProperties?: number } = {},
) => Type.Object(properties, { additionalProperties: false, ...options })

export const ById = Type.Object({ id: Id })

/** Where a new thing belongs, or whose things are listed: the caller's own organization unless it is said. */
export const OrganizationChoice = {
  organization: Type.Optional(
    Type.Union([Id, Type.String({ minLength: 2, maxLength: 63 })], {
      description: 'Its id or slug: your own organization or one below it. Default: your own.',
      examples: ['acme-prep'],
    }),
  ),
}

/** Whose things are listed: of one organization, or of all of its subtree. */
export const Places = {
  ...OrganizationChoice,
  below: Type.Optional(Type.Boolean({ description: 'Also those of all organizations below it.' })),
}

/** What rows can show whole besides naming it. */
export type Expandable = 'course' | 'enrollment' | 'group' | 'organization' | 'product' | 'team' | 'user'

/** In the query of what can be expanded; `Expanded` is of the row. */
export const Expand = (...names: Expandable[]) => ({
  expand: Type.Optional(
    Type.Array(Type.Enum(names), {
      description: 'What else is shown of what each row names, in `expanded`: several with commas.',
      examples: [names.slice(0, 1)],
    }),
  ),
})

/** `openapi.ts` says what each is: in here, shapes of things would hold one another in a ring. */
export const Expanded = (...names: Expandable[]) => ({
  expanded: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      description: 'What was asked for with `expand`. Null: the row names none, or what lies out of reach.',
      additionalProperties: true,
      'x-expanded': names,
    }),
  ),
})

/** The query of every write. */
export const Writing = Sent({
  mode: Type.Optional(Type.Enum(['plan'], { description: '`plan` shows what would be changed, and changes nothing.' })),
})

/** Of a body that is an array. */
export const mostElements = 1000

/** A body that is one thing, or many of its kind (`ask-each.ts`). */
export const OneOrMany = <T extends TSchema>(one: T) =>
  Type.Union([
    one,
    Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: mostElements,
      description: `Many at once, ${mostElements} at most, in their order: an outcome for each, and none harms another.`,
    }),
  ])

const LeftOut = Type.Optional(
  Type.String({
    description:
      'There when many elements were refused: of how many only `status`, `code` and the first fault are told.',
  }),
)

/** The answer to many at once. */
export const Outcomes = Type.Object({
  results: Type.Array(Type.Unknown(), {
    description: 'In the order of the elements: what the single call answers, or its problem.',
  }),
  left_out: LeftOut,
})

export const ListQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'How many at most.' }),
  cursor: Type.Optional(Type.String({ maxLength: 1000, description: '`next_cursor` of the page before.' })),
  sort: Type.Optional(Type.String({ maxLength: 50, examples: ['-id'] })),
  count: Type.Optional(Type.Boolean({ description: 'Whether `total_count` is given too.' })),
}

export const NextCursor = Nullable(Type.String({ description: 'For the next page; null: this is the last one.' }))

export const TotalCount = Type.Integer({
  maximum: mostCounted,
  description: `How many there are on all pages. ${mostCounted} means as many or more: counting ends there.`,
})

export const PageOf = <T extends TSchema>(row: T) =>
  Type.Object({ data: Type.Array(row), next_cursor: NextCursor, total_count: Type.Optional(TotalCount) })

/** Something that was changed, or would be. */
export const ChangeShown = Type.Object(
  {
    action: Type.Enum(['create', 'update', 'delete']),
    kind: Type.String({ description: 'What it is.', examples: ['team'] }),
    id: Type.Optional(Type.Integer({ description: 'Of what is there; what would be made gets its own then.' })),
    before: Type.Unknown({ description: 'Null: it was made.' }),
    after: Type.Unknown({ description: 'Null: it is gone.' }),
    undone: Type.Optional(
      Type.Boolean({ description: 'In the log: what was made was taken back since, by whatever. Otherwise left out.' }),
    ),
  },
  { title: 'Change' },
)

/** The words for what changes name by id. */
export const Names = Type.Array(
  Type.Object(
    {
      kind: Type.String({
        description: '`user`, `team`, `group`, `course`, `product` or `seats`.',
        examples: ['user'],
      }),
      id: Type.Integer({ description: 'Its id, as the changes name it.' }),
      name: Type.String({ description: 'What people know it by; of seats the product.', examples: ['Jane Doe'] }),
      key: Nullable(Type.String(), {
        description: "A person's email, or the name that calls give a course or a product; null: it has none.",
      }),
      team: Type.Optional(Type.String({ description: 'Of seats: the team.' })),
    },
    { title: 'NamedThing' },
  ),
  {
    description:
      'What the changes name by id, in words: only what you may look up as well. What would be made has its words in the changes.',
  },
)

/** What a write would do, when it is asked with `?mode=plan`. */
export const PlanAnswer = Type.Object(
  {
    mode: Type.Enum(['plan']),
    plan_id: Type.Integer({ description: 'For `POST /api/plans/{id}/apply`, which does exactly this.' }),
    expires_at: Moment,
    changes: Type.Array(ChangeShown),
    names: Names,
    seats: Type.Optional(
      Type.Array(
        Type.Object({
          team_id: Type.Union([Type.Integer(), Type.String()]),
          product: Type.String(),
          quantity: Type.Integer(),
          used: Type.Integer(),
          before: Type.Object({ quantity: Type.Integer(), used: Type.Integer() }, { description: 'As it is now.' }),
        }),
        { description: 'What teams would have then, where that would change.' },
      ),
    ),
    results: Type.Optional(
      Type.Array(Type.Unknown(), { description: 'Where many were sent: the problem of each, or null.' }),
    ),
    left_out: LeftOut,
  },
  { title: 'Plan', description: 'What would be changed. Nothing was.' },
)

/** The answers of a route that makes something. */
export const made = <T extends TSchema>(schema: T) => ({ 200: PlanAnswer, 201: schema })

/** The answers of a route that changes something. */
export const changed = <T extends TSchema>(schema: T) => ({ 200: Type.Union([schema, PlanAnswer]) })

/** The answers of a route after which something is gone. */
export const gone = { 200: PlanAnswer, 204: Type.Null({ description: 'Done.' }) }

/** The state of a thing that the caller saw: what was changed since is not overwritten. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ description: "The thing's `ETag`." })) })
