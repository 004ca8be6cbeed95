/** The shapes of operations. */
import { Type } from 'typebox'
import {
  ChangeShown,
  Id,
  ListQuery,
  Moment,
  Nullable,
  OrganizationChoice,
  PageOf,
  Sent,
  SentMoment,
} from '../http/shapes.ts'

const properties = {
  id: Id,
  organization: Type.String({
    description: 'The slug of the organization that it was about.',
    examples: ['acme-prep'],
  }),
  kind: Type.String({ description: 'What was asked.', examples: ['provision', 'create_team'] }),
  result: Type.String({
    description:
      'What became of it: `created`, `reused`, `already_provisioned`, `changed`, `unchanged`, `recorded` or `refused`.',
    examples: ['created'],
  }),
  email: Nullable(Type.String(), { description: 'Of the person that it was about.' }),
  user: Nullable(Type.Integer(), { description: 'The id of that person.' }),
  courses: Type.Array(Type.String(), { description: 'Courses that were named, by name.' }),
  source: Nullable(Type.String(), { description: "The caller's own label." }),
  reference: Nullable(Type.String(), { description: "The caller's own reference." }),
  actor: Type.Object(
    {
      kind: Type.String({ description: '`key`, `unknown_key`, `user` or `system`.', examples: ['key'] }),
      id: Nullable(Type.Integer(), { description: 'Of the key or the person.' }),
      name: Nullable(Type.String(), { description: 'Of the key.' }),
      key_prefix: Nullable(Type.String(), { description: 'What the key begins with.' }),
    },
    { description: 'Who asked. Of a key or a person of an organization above, only that it was one.' },
  ),
  ip: Nullable(Type.String(), { description: 'Where it came from; null too where who asked is not for you to know.' }),
  problems: Type.Unsafe<unknown>({
    type: ['array', 'null'],
    items: { type: 'object', additionalProperties: true },
    description: 'Why it was refused: the code and the field of each problem.',
  }),
  at: Moment,
  duration_ms: Type.Number({ description: 'How long it took.' }),
}

export const Operation = Type.Object(properties)

export const OperationWithChanges = Type.Object({
  ...properties,
  changes: Type.Array(ChangeShown, { description: 'What it made, changed and took away.' }),
})

export const OperationPage = PageOf(Operation)

export const OperationList = Sent({
  ...OrganizationChoice,
  ...ListQuery,
  sort: Type.Optional(
    Type.Enum(['at', '-at', 'id', '-id'], { description: 'Default: `-at`, the latest first.', examples: ['-at'] }),
  ),
  email: Type.Optional(Type.String({ maxLength: 254, description: 'Of the person, whatever the case.' })),
  result: Type.Optional(Type.String({ maxLength: 50, description: 'What became of it.', examples: ['refused'] })),
  kind: Type.Optional(Type.String({ maxLength: 100, description: 'What was asked.', examples: ['provision'] })),
  key: Type.Optional({ ...Id, description: 'The id of a key.' }),
  source: Type.Optional(Type.String({ maxLength: 100, description: "The caller's own label.", examples: ['zapier'] })),
  since: Type.Optional(Type.String({ ...SentMoment, description: 'From this moment on.' })),
  until: Type.Optional(Type.String({ ...SentMoment, description: 'Before this moment.' })),
})
