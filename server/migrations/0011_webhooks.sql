-- Who wants to be told what happens, and what is told to them. All is written only where somebody listens.

-- An address that is told what happens in its organization and, in our own format, below it.
create table webhooks (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  url text not null,
  description text not null default '',
  format text not null,
  events text[] not null,
  -- Sealed with SECRET_KEY: what is signed with must be known.
  secret bytea not null,
  -- The one before it, with which everything is signed too until then.
  old_secret bytea,
  old_secret_until timestamptz,
  -- Since when nothing has got through; null: the last that was sent has.
  failing_since timestamptz,
  -- While it fails, nothing is sent before then.
  paused_until timestamptz,
  -- Its answers take long: until then it waits for others of the kind, and they for nobody else.
  slow_until timestamptz,
  disabled_at timestamptz,
  -- Who sends to it holds it from then on, for a minute at most.
  claimed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Since when so much waits for it that nothing more is put there; null: there is room.
  full_since timestamptz,
  constraint webhooks_format_known check (format in ('usher', 'northpass'))
);
create index webhooks_organization_id_idx on webhooks (organization_id, id);
create trigger webhooks_moved_on before update of updated_at on webhooks for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- What happened is kept once, however many are told of it: a delivery says only to whom, and what came of it.
create table events (
  id bigint primary key default nextval('ids'),
  -- Where it happened.
  organization_id bigint not null,
  operation_id bigint,
  user_id bigint,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null default now()
);
create index events_created_at_idx on events (created_at);

-- One event, for one webhook. No foreign keys: whoever deletes a webhook must not make a change fail that has seen it.
create table deliveries (
  id bigint primary key default nextval('ids'),
  webhook_id bigint not null,
  -- When it is tried next; null: not any more.
  due_at timestamptz,
  attempts integer not null default 0,
  -- As it was first sent: every time the same.
  body text,
  attempted_at timestamptz,
  delivered_at timestamptz,
  -- What came of the last attempt.
  status integer,
  answer text,
  error text,
  duration_ms integer,
  created_at timestamptz not null default now(),
  event_id bigint not null,
  -- How often somebody who was erased has been taken out of what it told. What was on its way meanwhile is not written down.
  scrubbed integer not null default 0
);
create index deliveries_due_idx on deliveries (webhook_id, due_at, id) where due_at is not null;
create index deliveries_webhook_id_idx on deliveries (webhook_id, id);
create index deliveries_created_at_idx on deliveries (created_at);
