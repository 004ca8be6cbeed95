/** The shapes of operations. */
import { Type } from 'typebox'
import {
  ChangeShown,
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Names,
  Nullable,
  PageOf,
  Places,
  Sent,
  SentMoment,
} from '../http/shapes.ts'
import { operationKinds } from '../lib/operation-kinds.ts'
import { problemCodes } from '../provisioning/intents/problem.ts'
import { remedyCodes } from '../provisioning/intents/undo.ts'

const expand = Expand('organization', 'user')

const properties = {
  id: Id,
  organization: Type.String({
    description: 'The slug of the organization that it was about.',
    examples: ['acme-prep'],
  }),
  kind: Type.Enum([...operationKinds], { description: 'What was asked.', examples: ['provision', 'create_team'] }),
  result: Type.String({
    description:
      'What became of it: `created`, `reused`, `already_provisioned`, `changed`, `unchanged`, `recorded` or `refused`.',
    examples: ['created'],
  }),
  email: Nullable(Type.String(), { description: 'Of the person that it was about.' }),
  user: Nullable(Type.Integer(), { description: 'The id of that person.' }),
  first_name: Nullable(Type.String(), {
    description: 'Of who was refused, as it was sent. Null for all others: see the user.',
  }),
  last_name: Nullable(Type.String(), { description: 'In the same way.' }),
  courses: Type.Array(Type.String(), { description: 'Courses that were named, by name.' }),
  source: Nullable(Type.String(), { description: "The caller's own label." }),
  reference: Nullable(Type.String(), { description: "The caller's own reference." }),
  actor: Type.Object(
    {
      kind: Type.String({ description: '`key`, `unknown_key`, `user` or `system`.', examples: ['key'] }),
      id: Nullable(Type.Integer(), { description: 'Of the key or the person.' }),
      name: Nullable(Type.String(), { description: 'Of the key, or the email of the person.' }),
      key_prefix: Nullable(Type.String(), { description: 'What the key begins with.' }),
      impersonated_by: Nullable(
        Type.Object({
          id: Nullable(Type.Integer()),
          name: Nullable(Type.String(), { description: 'The email. Null: of an organization above.' }),
        }),
        { description: 'Who acted as the person. Null: nobody did.' },
      ),
    },
    { description: 'Who asked. Of a key or a person of an organization above, only that it was one.' },
  ),
  ip: Nullable(Type.String(), { description: 'Where it came from; null too where who asked is not for you to know.' }),
  problems: Type.Unsafe<unknown>({
    type: ['array', 'null'],
    items: {
      type: 'object',
      title: 'LoggedProblem',
      required: ['code', 'field'],
      properties: {
        code: Type.Enum([...problemCodes]),
        field: { type: 'string', description: 'As the caller calls it; empty when it is the whole that is wrong.' },
        value: { type: ['string', 'number'], description: 'What it is about, such as the name of a course.' },
        day: { type: 'string', format: 'date', description: 'The day that it is about.' },
        times: { type: 'integer', description: 'How often it was so, where one line stands for several calls.' },
        remedy: Type.Enum([...remedyCodes], {
          description: 'What is to be done instead, where something is not undone.',
        }),
        call: {
          type: 'string',
          description: 'What was called, where the kind is `unknown`.',
          examples: ['get /api/teams'],
        },
      },
      additionalProperties: true,
    },
    description: 'Why it was refused.',
  }),
  undone_by: Nullable(Id, {
    description:
      'The id of the operation that undid it. Null: it stands, also where the undoing was undone or something of it was given back since.',
  }),
  at: Moment,
  duration_ms: Type.Number({ description: 'How long it took.' }),
  ...Expanded('organization', 'user'),
}

export const Operation = Type.Object(properties)

export const OperationWithChanges = Type.Object({
  ...properties,
  not_undoable: Nullable(
    Type.Object({
      code: Type.Enum([...remedyCodes], { description: 'What is to be done instead.' }),
      why: Type.String(),
      order: Nullable(Type.Object({ id: Id, reference: Nullable(Type.String()) }), {
        description: 'The order that it is about, if it is about one.',
      }),
    }),
    {
      description:
        'Why it is not undone: for its kind, or because it was done from above. Null: it may be undone, unless something later leans on it.',
    },
  ),
  changes: Type.Array(ChangeShown, { description: 'What it made, changed and took away.' }),
  names: Names,
})

/** The query of a read. */
export const Reading = Sent(expand)

export const OperationPage = PageOf(Operation)

const filters = {
  ...Places,
  email: Type.Optional(Type.String({ maxLength: 254, description: 'Of the person, whatever the case.' })),
  user: Type.Optional({ ...Id, description: 'The id of the person.' }),
  result: Type.Optional(Type.String({ maxLength: 50, description: 'What became of it.', examples: ['refused'] })),
  kind: Type.Optional(Type.Enum([...operationKinds], { description: 'What was asked.', examples: ['provision'] })),
  actor: Type.Optional(
    Type.Enum(['key', 'unknown_key', 'user', 'system'], {
      description: 'What kind of caller asked.',
      examples: ['key'],
    }),
  ),
  key: Type.Optional({ ...Id, description: 'The id of a key that asked.' }),
  by: Type.Optional({ ...Id, description: 'The id of a person who asked, also as somebody else.' }),
  source: Type.Optional(Type.String({ maxLength: 100, description: "The caller's own label.", examples: ['zapier'] })),
  reference: Type.Optional(
    Type.String({ maxLength: 255, description: "The caller's own reference, whole.", examples: ['order-1042'] }),
  ),
  since: Type.Optional(Type.String({ ...SentMoment, description: 'From this moment on.' })),
  until: Type.Optional(Type.String({ ...SentMoment, description: 'Before this moment.' })),
}

export const OperationList = Sent({
  ...filters,
  ...ListQuery,
  ...expand,
  sort: Type.Optional(
    Type.Enum(['at', '-at', 'id', '-id'], { description: 'Default: `-at`, the latest first.', examples: ['-at'] }),
  ),
})

export const NewOperationList = Sent({
  ...filters,
  after: Type.Optional(
    Type.String({ maxLength: 2000, description: '`after` of the answer before. Without it: where to begin.' }),
  ),
})

export const NewOperations = Type.Object({
  data: Type.Array(Operation, { description: 'In the order in which they were asked; 200 at most.' }),
  after: Type.String({ description: 'For the next look.' }),
  skipped: Type.Boolean({ description: 'Whether there were more: the latest are given. The list has them all.' }),
})
