-- What an organization sets for itself and those below it, until one of them says otherwise. Null: as above.
create table settings (
  organization_id bigint primary key references organizations,
  brand_name text,
  color text,
  -- A small picture, as a data URL: it goes with mails and pages, and is fetched from nowhere.
  logo text,
  sender_name text,
  reply_to text,
  locale text,
  -- As it was sent: `months`, `days` or `for_ever`, with `renewal`.
  default_access jsonb,
  updated_at timestamptz not null default now(),
  constraint settings_logo_small check (octet_length(logo) < 90000)
);

-- The language that the person chose; null: as their organization has it.
alter table users add column locale text;

-- Mails as an organization looks through them; those that failed are rare.
create index messages_organization_id_idx on messages (organization_id, id);
create index messages_failed_idx on messages (organization_id, id) where state = 'failed';

-- The log by the caller's own reference, and what was asked by people and by the clock: most is asked by keys.
create index operations_reference_idx on operations
  using brin (reference text_bloom_ops (n_distinct_per_range = 2000)) with (pages_per_range = 32, autosummarize = on);
create index operations_no_key_idx on operations (organization_id, at, id) where actor_kind <> 'apiKey';

-- Who was here lately.
create index sessions_updated_at_idx on sessions (updated_at);
