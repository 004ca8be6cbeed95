-- What was asked, by whom, and what came of it; what a repeat is answered; what was planned.

-- One thing that was asked: the provisioning log. What it made points back to it.
create table operations (
  id bigint primary key default nextval('ids'),
  organization_id bigint,
  kind text not null,
  actor_kind text not null,
  actor_id bigint,
  key_prefix text,
  ip inet,
  source text,
  reference text,
  email text,
  user_id bigint,
  courses text[] not null default '{}',
  result text not null,
  problems jsonb,
  at timestamptz not null,
  duration_ms real not null,
  -- Who acted as the person that asked; null: the person did.
  impersonator_id bigint,
  -- Where who asked acts from, where it is another organization: one above. What was done from there is not undone below.
  acts_from bigint,
  -- Of a refused call the names too, as they were sent: whom nobody knows has no other place for them.
  first_name text,
  last_name text
);
create index operations_at_idx on operations (at);
create index operations_email_at_idx on operations (email, at) where email is not null;
create index operations_organization_id_at_idx on operations (organization_id, at, id);
-- What is rare in the log is found without reading all of it; what is frequent costs nothing here.
create index operations_refused_idx on operations (organization_id, at, id) where result = 'refused';
create index operations_kind_idx on operations (organization_id, kind, at, id) where kind <> 'provision';
-- A key, a source or a result that is seldom: which stretches of the log may have it. A write hardly pays for it.
create index operations_rare_idx on operations
  using brin (actor_id int8_bloom_ops, source text_bloom_ops, result text_bloom_ops) with (autosummarize = on);
-- The log by the caller's own reference, and what was asked by people and by the clock: most is asked by keys.
create index operations_reference_idx on operations
  using brin (reference text_bloom_ops (n_distinct_per_range = 2000)) with (pages_per_range = 32, autosummarize = on);
create index operations_no_key_idx on operations (organization_id, at, id) where actor_kind <> 'apiKey';

-- What a change made of a thing, for the thing's history: before and after as the API shows them.
create table changes (
  id bigint primary key default nextval('ids'),
  operation_id bigint not null,
  kind text not null,
  object_id bigint not null,
  before jsonb,
  after jsonb
);
create index changes_operation_id_idx on changes (operation_id);
create index changes_object_id_idx on changes (object_id, id);

-- The answer that a POST with an `Idempotency-Key` got, to be given again. It is sealed with the caller's own key, of which
-- only a hash is kept here: an answer may hold what is shown once. No status: it is under way, or ended halfway.
create table idempotent_answers (
  caller_id bigint not null,
  idempotency_key text not null,
  request_hash bytea not null,
  -- By which it can be told whether one that ended halfway has done its work.
  operation_id bigint,
  status smallint,
  answer bytea,
  created_at timestamptz not null default now(),
  -- Whom it speaks of, as short digests of their addresses: so that it can be forgotten with them (src/lib/mentions.ts).
  mentions text[] not null default '{}',
  constraint idempotent_answers_pkey primary key (caller_id, idempotency_key)
);
create index idempotent_answers_created_at_idx on idempotent_answers (created_at);

-- How many calls a key or a person made in a minute, over all processes. Nothing is lost when a crash empties it.
create unlogged table call_counts (
  caller_id bigint not null,
  minute timestamptz not null,
  calls integer not null,
  constraint call_counts_pkey primary key (caller_id, minute)
);

-- What would be done, for whoever wants it done exactly so.
create table plans (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null,
  caller_id bigint not null,
  -- Sealed with what only the caller has: it may hold a secret.
  request bytea not null,
  fingerprint bytea not null,
  expires_at timestamptz not null,
  applied_at timestamptz,
  created_at timestamptz not null default now()
);
create index plans_expires_at_idx on plans (expires_at);
