/** The shapes of webhooks and of their deliveries. */
import { type Static, Type } from 'typebox'
import { Id, ListQuery, Moment, Nullable, OrganizationChoice, PageOf, Sent } from '../http/shapes.ts'
import { eventTypeNames } from '../lib/event-types.ts'
import { forms } from '../lib/forms.ts'
import type { WebhookFormats } from './format.ts'

const Url = Type.String({
  maxLength: 2048,
  description:
    'Where to: an address on the internet, https in production. Redirects are not followed; an answer of 200 to 299 within 20 seconds counts.',
  examples: ['https://hooks.example.com/usher'],
})
const Description = Type.String({
  maxLength: 1000,
  'x-form': forms.line(150),
  description: 'For yourself.',
  examples: ['Our CRM'],
})
const EventType = Type.Enum([...eventTypeNames])
const eventWords = 'What it is told. Each takes the permission to see what it tells of.'
const Events = Type.Array(EventType, {
  minItems: 1,
  maxItems: eventTypeNames.length,
  description: eventWords,
  examples: [['enrollment.started', 'enrollment.ended']],
})
const Secret = Type.String({
  description: 'To know by that a request is ours: shown now and never again.',
  examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
})

const fields = {
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.' }),
  url: Url,
  description: Description,
  events: Events,
  enabled: Type.Boolean({ description: 'Whether it is told anything. One that fails for days is switched off.' }),
  disabled_at: Nullable(Moment),
  failing_since: Nullable(Moment, {
    description: 'Since when nothing has got through. Null: the last that was sent has.',
  }),
  full_since: Nullable(Moment, {
    description: 'Since when so much waits for it that what happens is not told. Null: there is room.',
  }),
  old_secret_until: Nullable(Moment, { description: 'Until when the secret before this one is signed with too.' }),
  created_at: Moment,
  updated_at: Moment,
}

export const WebhookList = Sent({ ...OrganizationChoice, ...ListQuery })

const newFields = {
  ...OrganizationChoice,
  url: Url,
  description: Type.Optional(Description),
  events: Type.Optional({
    ...Events,
    description: `${eventWords} Default: all that its format has words for.`,
  }),
  secret: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'One that the receiver has already. For `usher`: whsec_ and 24 to 64 bytes in base64. Default: a new one.',
    }),
  ),
}

/** The shapes that say the format. */
export function withFormats(formats: WebhookFormats) {
  const description = Object.entries(formats).map(([name, { about }]) => `\`${name}\`: ${about}.`)
  const format = Type.Enum(Object.keys(formats), { description: description.join(' ') })
  const Webhook = Type.Object({ ...fields, format })
  return {
    Webhook,
    WebhookOnce: Type.Object({ ...Webhook.properties, secret: Secret }),
    WebhookPage: PageOf(Webhook),
    NewWebhook: Sent({ ...newFields, format: Type.Optional(format) }),
  }
}

export const WebhookChanges = Sent(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    events: Type.Optional(Events),
    enabled: Type.Optional(
      Type.Boolean({ description: 'Switched on again, it is told what waited; what happened in between is not told.' }),
    ),
  },
  { minProperties: 1 },
)
export type WebhookChanges = Static<typeof WebhookChanges>

export const TestResult = Type.Object({
  delivered: Type.Boolean({ description: 'Whether the answer was one of 200 to 299.' }),
  status: Nullable(Type.Integer()),
  answer: Nullable(Type.String({ description: 'How it began.' })),
  error: Nullable(Type.String()),
  duration_ms: Type.Integer(),
})

const deliveryStates = ['pending', 'delivered', 'failed'] as const
const State = Type.Enum([...deliveryStates], { description: '`failed`: it is not tried any more.' })
export type DeliveryState = (typeof deliveryStates)[number]

const deliveryProperties = {
  id: Type.Integer({ description: 'With `msg_` before it, the `webhook-id` of the request.', examples: [4160] }),
  event: EventType,
  state: State,
  organization: Type.String({ description: 'The slug of the organization where it happened.' }),
  operation_id: Nullable(Id, { description: 'Of the log: what it came of.' }),
  attempts: Type.Integer({ description: 'How often it was tried, since it was last asked for.' }),
  due_at: Nullable(Moment, { description: 'When it is tried next. Null: not any more.' }),
  attempted_at: Nullable(Moment),
  delivered_at: Nullable(Moment),
  status: Nullable(Type.Integer({ description: 'Of the last answer.' })),
  error: Nullable(Type.String({ description: 'Why the last try did not count.' })),
  duration_ms: Nullable(Type.Integer()),
  created_at: Type.Unsafe<Date>({ ...Moment, description: 'When it happened.' }),
}

export const Delivery = Type.Object({
  ...deliveryProperties,
  request: Nullable(Type.String({ description: 'The body, as it is sent each time. Null: it was not tried yet.' })),
  answer: Nullable(Type.String({ description: 'How the last answer began.' })),
})

export const DeliveryPage = PageOf(Type.Object(deliveryProperties))

export const DeliveryList = Sent({
  ...ListQuery,
  sort: Type.Optional(Type.String({ maxLength: 50, description: 'Default: the newest first.', examples: ['-id'] })),
  state: Type.Optional(State),
  event: Type.Optional({ ...EventType, description: 'Only of this kind.' }),
})

export const ByDelivery = Type.Object({ id: Id, delivery: { ...Id, description: 'Of what was told.' } })
