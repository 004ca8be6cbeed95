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

alter table deliveries add column event_id bigint;
update deliveries set event_id = same.first
from (
  select id, min(id) over (partition by organization_id, operation_id, user_id, event, created_at, md5(data::text)) as first
  from deliveries
) as same where same.id = deliveries.id;
insert into events (id, organization_id, operation_id, user_id, type, data, created_at)
select id, organization_id, operation_id, user_id, event, data, created_at from deliveries where id = event_id;
create index events_created_at_idx on events (created_at);

alter table deliveries
  alter column event_id set not null,
  drop column organization_id,
  drop column operation_id,
  drop column user_id,
  drop column event,
  drop column data;

-- Since when so much waits for it that nothing more is put there; null: there is room.
alter table webhooks add column full_since timestamptz;
