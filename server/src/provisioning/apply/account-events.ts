/**
 * What befalls an account rather than a place of it. Each organization that the person belongs to is told in words of its own: who
 * the person is there, and nothing of the others.
 */
import type { EventType } from '../../lib/event-types.ts'
import { listensTo } from '../load/listens-to.ts'

export interface AccountEvent {
  readonly type: Extract<EventType, `user.${string}`>
  /** Shown as each organization knows the person by the end of the statement; of who is erased only the id. */
  readonly userId: number
  /** What it came of; told where that was done, and null to the others: it is no line of their log. */
  readonly operationId: number | null
  /** The organizations, with what else is to be said there; null: wherever the person belongs. */
  readonly organizations: readonly ToldOrganization[] | null
}

export interface ToldOrganization {
  readonly organization: number
  readonly more: object
}

/** For the transaction that does it. Where nobody listens it writes nothing. */
export function tellingOf({ type, userId, operationId, organizations }: AccountEvent, now: Date) {
  const values = [userId, type, operationId, organizations && JSON.stringify(organizations), now.toISOString()]
  return { text, values: values.map(value => (value === null ? null : String(value))) }
}

// An organization that only invited somebody does not learn whether the person has a password, nor of an address that the person
// alone has changed.
const text = `
  with place as (
    select m.organization_id, jsonb_build_object('user', jsonb_build_object('id', m.user_id) ||
        case when $2 = 'user.erased' then '{}' else
          jsonb_build_object('email', m.email, 'first_name', m.first_name, 'last_name', m.last_name) end
      ) || coalesce(said.more, '{}') as data
    from memberships m
    left join jsonb_to_recordset($4::jsonb) as said (organization bigint, more jsonb) on said.organization = m.organization_id
    where m.user_id = $1::bigint and (m.invited_at is null or $2 <> 'user.activated')
      and ($4::jsonb is null or said.organization is not null) and m.email is distinct from said.more ->> 'earlier_email'
  ), listening as (
    select place.organization_id, w.id as webhook_id
    from place join organizations o on o.id = place.organization_id join webhooks w on ${listensTo('w', 'o')}
    where $2 = any(w.events)
  ), told as (
    insert into events (organization_id, operation_id, user_id, type, data, created_at)
    select organization_id, (select id from operations where id = $3::bigint and organization_id = place.organization_id),
      $1::bigint, $2, data, $5::timestamptz
    from place where organization_id in (select organization_id from listening)
    returning id, organization_id
  )
  insert into deliveries (webhook_id, event_id, due_at, created_at)
  select webhook_id, told.id, $5::timestamptz, $5::timestamptz from told join listening using (organization_id)`
