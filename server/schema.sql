-- Generated from the migrations; not to be edited.

create sequence ids;

create table accounts (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  provider_id text not null,
  account_id text not null,
  password text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX accounts_user_id_idx ON public.accounts USING btree (user_id);

create table attempts (
  key text not null,
  count integer not null,
  ends_at timestamp with time zone not null,
  constraint attempts_pkey PRIMARY KEY (key)
);

create table courses (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  display_name text not null,
  access_months integer,
  access_days integer,
  access_until timestamp with time zone,
  renewal text default 'extend'::text not null,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint courses_pkey PRIMARY KEY (id),
  constraint courses_organization_id_name_key UNIQUE (organization_id, name),
  constraint courses_one_access_period CHECK ((num_nonnulls(access_months, access_days, access_until) <= 1)),
  constraint courses_renewal_known CHECK ((renewal = ANY (ARRAY['extend'::text, 'longest'::text, 'replace'::text]))),
  constraint courses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table enrollments (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  course_id bigint not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  revoked_at timestamp with time zone,
  suspended_at timestamp with time zone,
  completed_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  constraint enrollments_pkey PRIMARY KEY (id),
  constraint enrollments_user_id_course_id_key UNIQUE (user_id, course_id),
  constraint enrollments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table grants (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  course_id bigint not null,
  organization_id bigint not null,
  operation_id bigint not null,
  source text not null,
  reference text,
  starts_at timestamp with time zone not null,
  months integer,
  days integer,
  until timestamp with time zone,
  time_zone text not null,
  renewal text not null,
  revoked_at timestamp with time zone,
  revoked_reason text,
  revoked_operation_id bigint,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grants_user_id_course_id_reference_key UNIQUE (user_id, course_id, reference),
  constraint grants_enrollment_fkey FOREIGN KEY (user_id, course_id) REFERENCES enrollments(user_id, course_id)
);

create table items (
  id bigint default nextval('ids'::regclass) not null,
  course_id bigint not null,
  "position" integer not null,
  kind text not null,
  title text not null,
  launch_url text not null,
  starter boolean default false not null,
  constraint items_pkey PRIMARY KEY (id),
  constraint items_course_id_position_key UNIQUE (course_id, "position"),
  constraint items_kind_known CHECK ((kind = ANY (ARRAY['lesson'::text, 'practice_test'::text, 'mock_test'::text]))),
  constraint items_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id)
);

create table keys (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  prefix text not null,
  hash bytea not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint keys_pkey PRIMARY KEY (id),
  constraint keys_hash_key UNIQUE (hash),
  constraint keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table memberships (
  user_id bigint not null,
  organization_id bigint not null,
  role text default 'learner'::text not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint memberships_pkey PRIMARY KEY (user_id, organization_id),
  constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table messages (
  id bigint default nextval('ids'::regclass) not null,
  kind text not null,
  user_id bigint not null,
  organization_id bigint,
  operation_id bigint,
  state text default 'queued'::text not null,
  attempts smallint default 0 not null,
  due_at timestamp with time zone default now() not null,
  claimed_at timestamp with time zone,
  sent_at timestamp with time zone,
  error text,
  created_at timestamp with time zone default now() not null,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_kind_known CHECK ((kind = ANY (ARRAY['welcome'::text, 'password_link'::text]))),
  constraint messages_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX messages_queued_idx ON public.messages USING btree (due_at) WHERE (state = 'queued'::text);
CREATE INDEX messages_sending_idx ON public.messages USING btree (claimed_at) WHERE (state = 'sending'::text);

create table operations (
  id bigint default nextval('ids'::regclass) not null,
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
  courses text[] default '{}'::text[] not null,
  result text not null,
  problems jsonb,
  at timestamp with time zone not null,
  duration_ms real not null,
  constraint operations_pkey PRIMARY KEY (id)
);
CREATE INDEX operations_at_idx ON public.operations USING btree (at);
CREATE INDEX operations_email_at_idx ON public.operations USING btree (email, at) WHERE (email IS NOT NULL);

create table organizations (
  id bigint default nextval('ids'::regclass) not null,
  parent_id bigint,
  path bigint[] not null,
  name text not null,
  slug text not null,
  time_zone text default 'UTC'::text not null,
  provisioning_enabled boolean default true not null,
  suspended_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_slug_key UNIQUE (slug),
  constraint organizations_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organizations(id)
);

create table sessions (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);

create table users (
  id bigint default nextval('ids'::regclass) not null,
  email text not null,
  first_name text not null,
  last_name text default ''::text not null,
  email_verified boolean default false not null,
  password_set_at timestamp with time zone,
  password_link_id bigint,
  password_link_expires_at timestamp with time zone,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email)
);

create table verifications (
  id bigint default nextval('ids'::regclass) not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_identifier_idx ON public.verifications USING btree (identifier);
