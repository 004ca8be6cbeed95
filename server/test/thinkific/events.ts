/**
 * What a school tells of what happens in it: webhooks, kept by their own API, and signed events to each. They come once, twice,
 * late, never, changed on the way, without a signature or by another's, as a test has it.
 */
import { createHmac } from 'node:crypto'
import { type Answer, done, refuse } from './api.ts'
import type { Happened, School } from './school.ts'
import { moment, showUser } from './shown.ts'

export type Fate = 'once' | 'twice' | 'late' | 'never' | 'tampered' | 'unsigned' | 'foreign'

export interface SentEvent {
  readonly id: string
  readonly topic: string
  readonly to: string
  readonly raw: string
  readonly headers: Readonly<Record<string, string>>
  /** Of the answer; 0: there was none. */
  status: number
}

export function createEvents(settings: {
  readonly subdomain: string
  readonly secret: string
  readonly now: () => Date
  readonly school: () => School
}) {
  const { subdomain, secret, now } = settings
  const webhooks = new Map<string, { readonly topic: string; readonly url: string; readonly createdAt: string }>()
  const sent: SentEvent[] = []
  const underway = new Set<Promise<void>>()
  let late: SentEvent[] = []
  let fate: (topic: string) => Fate = () => 'once'
  let last = 0
  const nextId = () => `${moment(now())?.replace(/\D/g, '')}${`${++last}`.padStart(9, '0')}`
  const sign = (raw: string, by = secret) => createHmac('sha256', by).update(raw).digest('hex')

  function send(event: SentEvent) {
    const going = fetch(event.to, { method: 'POST', headers: event.headers, body: event.raw })
      .then(
        async answer => {
          await answer.body?.cancel()
          event.status = answer.status
        },
        () => {},
      )
      .finally(() => underway.delete(going))
    sent.push(event)
    underway.add(going)
  }

  function sendBy(fated: Fate, event: SentEvent) {
    const withSignature = (signature: string) => ({ ...event.headers, 'x-thinkific-hmac-sha256': signature })
    const { 'x-thinkific-hmac-sha256': _, ...unsigned } = event.headers
    if (fated === 'never') return
    if (fated === 'late') return void late.push(event)
    if (fated === 'tampered') return send({ ...event, raw: event.raw.replace(/"id":/, '"ID":') })
    if (fated === 'unsigned') return send({ ...event, headers: unsigned })
    if (fated === 'foreign') return send({ ...event, headers: withSignature(sign(event.raw, 'of somebody else')) })
    send(event)
    if (fated === 'twice') send({ ...event })
  }

  return {
    sent,
    sign,
    /** From now on. */
    fate(next: (topic: string) => Fate) {
      fate = next
    },
    /** As the school's administrator does it, where any address is right. */
    subscribe(topic: string, url: string) {
      const id = nextId()
      webhooks.set(id, { topic, url, createdAt: now().toISOString() })
      return id
    },
    tell(happened: Happened) {
      const [resource, action] = happened.topic.split('.')
      const payload = payloadOf(happened, settings.school())
      const created_at = now().toISOString()
      const raw = JSON.stringify({ id: nextId(), resource, action, tenant_id: '73394', created_at, payload })
      const headers = {
        'content-type': 'application/json',
        'x-thinkific-hmac-sha256': sign(raw),
        'x-thinkific-topic': happened.topic,
        'x-thinkific-subdomain': subdomain,
      }
      const fated = fate(happened.topic)
      for (const { topic, url } of webhooks.values())
        if (topic === happened.topic) sendBy(fated, { id: JSON.parse(raw).id, topic, to: url, raw, headers, status: 0 })
    },
    /** What is late comes now. */
    sendLate() {
      const due = late
      late = []
      for (const event of due) send(event)
    },
    /** Once all that was sent has been answered. */
    async settled() {
      while (underway.size > 0) await Promise.all(underway)
    },
    /** Its own API, of another version. */
    answer(method: string, path: string, query: URLSearchParams, body: Readonly<Record<string, unknown>>): Answer {
      const show = (id: string) => {
        const { topic, url, createdAt } = webhooks.get(id) as { topic: string; url: string; createdAt: string }
        const by = { created_by: 1, updated_by: 1, created_at: createdAt, updated_at: createdAt }
        return { id, status: 'active', topic, target_url: url, ...by }
      }
      const [, id = ''] = /^\/webhooks\/(\d+)$/.exec(path) ?? []
      if (path === '/webhooks' && method === 'GET') return listWebhooks([...webhooks.keys()].map(show), query)
      if (path !== '/webhooks' && !webhooks.has(id)) return { status: 404, body: { error: 'Record not found.' } }
      if (method === 'DELETE') {
        webhooks.delete(id)
        return done
      }
      if (method === 'GET') return { status: 200, body: show(id) }
      const { topic = webhooks.get(id)?.topic, target_url: url = webhooks.get(id)?.url } = body
      if (typeof topic !== 'string' || !/^[a-z_]+\.[a-z_]+$/.test(topic)) return refuse({ topic: 'invalid format' })
      if (typeof url !== 'string' || !isTarget(url)) return refuse({ target_url: 'invalid format' })
      if (method === 'POST') return { status: 201, body: show(this.subscribe(topic, url)) }
      webhooks.set(id, { topic, url, createdAt: webhooks.get(id)?.createdAt ?? '' })
      return { status: 200, body: show(id) }
    },
  }
}

function isTarget(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.hostname !== 'localhost' && !url.hostname.endsWith('thinkific.com')
}

function listWebhooks(items: readonly unknown[], query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? 25)
  const from = Number(query.get('next') ?? 0)
  const page_items = items.slice(from, from + limit).length
  const has_next = from + limit < items.length
  const page = { has_next, next_page: has_next ? `${from + limit}` : null, page_items, total_items: items.length }
  return { status: 200, body: { items: items.slice(from, from + limit), meta: { page } } }
}

function payloadOf({ topic, user, enrollment, order }: Happened, school: School): object {
  const { id, email, firstName: first_name, lastName: last_name } = user
  const who = { id, email, first_name, last_name }
  if (enrollment) {
    const course = { id: enrollment.courseId, name: school.courses.get(enrollment.courseId)?.name }
    const dates = {
      activated_at: moment(enrollment.activatedAt),
      started_at: moment(enrollment.startedAt),
      completed_at: moment(enrollment.completedAt),
      created_at: moment(enrollment.createdAt),
      updated_at: moment(enrollment.updatedAt),
      expiry_date: moment(enrollment.expiryDate),
    }
    if (topic === 'lesson.completed') return { course, lesson: { id: 1, name: 'A lesson' }, user: who }
    // A text, and of a hundred: in answers it is a number, and of one.
    const percentage_completed = (enrollment.done * 100).toFixed(1)
    const free_trial = enrollment.activatedAt === null
    return { id: enrollment.id, course_id: course.id, course, ...dates, free_trial, percentage_completed, user: who }
  }
  if (!order) return showUser(user)
  const product_name = school.products.get(order.productId)?.name
  const amounts = { amount_cents: order.cents, amount_dollars: order.cents / 100 }
  if (topic !== 'order.created') return { order_id: order.id, product_id: order.productId, ...amounts, user: who }
  return {
    id: order.id,
    order_number: order.id,
    status: 'Complete',
    payment_type: 'one-time',
    ...amounts,
    product_id: order.productId,
    product_name,
    billing_name: `${first_name} ${last_name}`,
    coupon: null,
    affiliate_referral_code: null,
    created_at: moment(order.createdAt),
    user: who,
    items: [{ product_id: order.productId, product_name, ...amounts }],
  }
}
