/** The shapes of mails. */
import { Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, PageOf, Places, Sent } from '../http/shapes.ts'
import { messageStates } from './messages.ts'

const State = Type.Enum([...messageStates], {
  description:
    '`queued`: it waits to be sent, or to be tried again. `failed`: it will not be tried again by itself. `held`: it waits until the membership of the person is resumed.',
})

export const Mail = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of the organization that it is of.', examples: ['acme-prep'] }),
  user: Type.Integer({ description: 'The id of the person that it is to.' }),
  to: Type.String({ description: 'The address of the person.', examples: ['jane@example.com'] }),
  kind: Type.String({ description: 'What it is about.', examples: ['welcome', 'password_link', 'invitation'] }),
  state: State,
  attempts: Type.Integer({ description: 'How often it was tried.' }),
  error: Nullable(Type.String(), { description: 'What the mail server said last, or why it was not sent.' }),
  due_at: Type.Unsafe<Date>({ ...Moment, description: 'While it is queued: when it is tried next.' }),
  sent_at: Nullable(Moment),
  operation: Nullable(Type.Integer(), { description: 'The id of the operation that it comes of.' }),
  repeats: Nullable(Type.Integer(), { description: 'The id of the mail that it sends again.' }),
  created_at: Moment,
})

export const MailPage = PageOf(Mail)

export const MailList = Sent({
  ...Places,
  ...ListQuery,
  sort: Type.Optional(
    Type.Enum(['id', '-id'], { description: 'Default: `-id`, the latest first.', examples: ['-id'] }),
  ),
  user: Type.Optional({ ...Id, description: 'The id of the person that they are to.' }),
  state: Type.Optional(State),
  kind: Type.Optional(Type.String({ maxLength: 50, description: 'What they are about.', examples: ['welcome'] })),
})
