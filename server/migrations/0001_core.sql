-- The words are the glossary's (ARCHITECTURE.md). Ids come from one sequence, so that a number names one thing.
-- Every index and foreign key on the tables that a provision writes is paid for at each call: add with care.

-- One value of the sequence stands for the block of ids that begins with it: 64 of them (provisioning/ids.ts).
create sequence ids increment by 64;

-- A tenant. `path` holds the ids from the root down to the organization itself: who may act on one of them may act here.
create table organizations (
  id bigint primary key default nextval('ids'),
  parent_id bigint references organizations,
  path bigint[] not null,
  name text not null,
  slug text not null,
  time_zone text not null default 'UTC',
  provisioning_enabled boolean not null default true,
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  constraint organizations_slug_key unique (slug)
);

-- An account. The identity is the normalized email. One set-password link is live at a time: an id, from which its tokens
-- are made with the server's secret (src/lib/password-links.ts). `email_verified`: the person chose a password by mail.
create table users (
  id bigint primary key default nextval('ids'),
  email text not null,
  first_name text not null,
  last_name text not null default '',
  email_verified boolean not null default false,
  password_set_at timestamptz,
  password_link_id bigint,
  password_link_expires_at timestamptz,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_email_key unique (email)
);

-- Rows that every call writes have no foreign key to an organization or a course: the check would lock that one row in
-- every call, for all others too. The engine reads both in the transaction that writes; they are archived, never deleted.
create table memberships (
  user_id bigint not null references users,
  organization_id bigint not null,
  role text not null default 'learner',
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint memberships_pkey primary key (user_id, organization_id)
);

-- The access rule of a course: so many months or days from the start, until a moment, or (all null) for ever.
create table courses (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  display_name text not null,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  renewal text not null default 'extend',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  constraint courses_organization_id_name_key unique (organization_id, name),
  constraint courses_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1),
  constraint courses_renewal_known check (renewal in ('extend', 'longest', 'replace'))
);

create table items (
  id bigint primary key default nextval('ids'),
  course_id bigint not null references courses,
  position integer not null,
  kind text not null,
  title text not null,
  launch_url text not null,
  starter boolean not null default false,
  constraint items_course_id_position_key unique (course_id, position),
  constraint items_kind_known check (kind in ('lesson', 'practice_test', 'mock_test'))
);

-- What a learner's grants for a course add up to. Written by the engine alone. The status follows from the moments.
create table enrollments (
  id bigint primary key default nextval('ids'),
  user_id bigint not null references users,
  course_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  revoked_at timestamptz,
  suspended_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint enrollments_user_id_course_id_key unique (user_id, course_id)
);

-- One reason why one learner has one course. Never deleted: revoked, with the reason.
create table grants (
  id bigint primary key default nextval('ids'),
  user_id bigint not null,
  course_id bigint not null,
  organization_id bigint not null,
  operation_id bigint not null,
  source text not null,
  reference text,
  starts_at timestamptz not null,
  months integer,
  days integer,
  until timestamptz,
  time_zone text not null,
  renewal text not null,
  revoked_at timestamptz,
  revoked_reason text,
  revoked_operation_id bigint,
  constraint grants_enrollment_fkey foreign key (user_id, course_id) references enrollments (user_id, course_id),
  constraint grants_user_id_course_id_reference_key unique (user_id, course_id, reference)
);

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
  duration_ms real not null
);
create index operations_at_idx on operations (at);
create index operations_email_at_idx on operations (email, at) where email is not null;

-- A mail to a person. Its words are made from what stands at the time it is sent; it holds no secret.
create table messages (
  id bigint primary key default nextval('ids'),
  kind text not null,
  user_id bigint not null,
  organization_id bigint,
  operation_id bigint,
  state text not null default 'queued',
  attempts smallint not null default 0,
  due_at timestamptz not null default now(),
  claimed_at timestamptz,
  sent_at timestamptz,
  error text,
  created_at timestamptz not null default now(),
  constraint messages_kind_known check (kind in ('welcome', 'password_link')),
  constraint messages_state_known check (state in ('queued', 'sending', 'sent', 'failed'))
);
create index messages_queued_idx on messages (due_at) where state = 'queued';
create index messages_sending_idx on messages (claimed_at) where state = 'sending';

-- A caller's credential: SHA-256 of it, and the first characters to know it by.
create table keys (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  prefix text not null,
  hash bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint keys_hash_key unique (hash)
);
