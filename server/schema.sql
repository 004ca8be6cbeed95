-- Generated from the migrations; not to be edited.

create sequence ids;

create table attempts (
  key text not null,
  count integer not null,
  ends_at timestamp with time zone not null,
  constraint attempts_pkey PRIMARY KEY (key)
);

create table break_glass_owners (
  organization_id bigint not null,
  user_id bigint not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint break_glass_owners_pkey PRIMARY KEY (organization_id, user_id),
  constraint break_glass_owners_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint break_glass_owners_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX break_glass_owners_user_id_idx ON public.break_glass_owners USING btree (user_id);

create table call_counts (
  caller_id bigint not null,
  minute timestamp with time zone not null,
  calls integer not null,
  constraint call_counts_pkey PRIMARY KEY (caller_id, minute)
);

create table catalog_items (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  product_id bigint not null,
  name text not null,
  description text default ''::text not null,
  seats integer not null,
  credits numeric(14,2) not null,
  access_months integer,
  access_days integer,
  access_until timestamp with time zone,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint catalog_items_pkey PRIMARY KEY (id),
  constraint catalog_items_credits_not_negative CHECK ((credits >= (0)::numeric)),
  constraint catalog_items_one_access_period CHECK ((num_nonnulls(access_months, access_days, access_until) <= 1)),
  constraint catalog_items_seats_positive CHECK ((seats > 0)),
  constraint catalog_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint catalog_items_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id)
);
CREATE INDEX catalog_items_organization_id_idx ON public.catalog_items USING btree (organization_id, id);
CREATE INDEX catalog_items_organization_id_name_idx ON public.catalog_items USING btree (organization_id, name, id);
CREATE TRIGGER catalog_items_moved_on BEFORE UPDATE OF updated_at ON public.catalog_items FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table catalog_offers (
  catalog_item_id bigint not null,
  organization_id bigint,
  team_id bigint,
  constraint catalog_offers_key UNIQUE NULLS NOT DISTINCT (catalog_item_id, organization_id, team_id),
  constraint catalog_offers_one_buyer CHECK ((num_nonnulls(organization_id, team_id) = 1)),
  constraint catalog_offers_catalog_item_id_fkey FOREIGN KEY (catalog_item_id) REFERENCES catalog_items(id),
  constraint catalog_offers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint catalog_offers_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX catalog_offers_organization_id_idx ON public.catalog_offers USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX catalog_offers_team_id_idx ON public.catalog_offers USING btree (team_id) WHERE (team_id IS NOT NULL);

create table changes (
  id bigint default nextval('ids'::regclass) not null,
  operation_id bigint not null,
  kind text not null,
  object_id bigint not null,
  before jsonb,
  after jsonb,
  constraint changes_pkey PRIMARY KEY (id)
);
CREATE INDEX changes_object_id_idx ON public.changes USING btree (object_id, id);
CREATE INDEX changes_operation_id_idx ON public.changes USING btree (operation_id);

create table claim_mappings (
  id bigint default nextval('ids'::regclass) not null,
  provider_id bigint not null,
  value text not null,
  group_id bigint,
  team_id bigint,
  team_role text,
  follows boolean default false not null,
  permissions text[] not null,
  claim text,
  role text,
  constraint claim_mappings_pkey PRIMARY KEY (id),
  constraint claim_mappings_one_target CHECK ((num_nonnulls(group_id, team_id, role) = 1)),
  constraint claim_mappings_role_of_team CHECK (((team_role IS NULL) OR (team_id IS NOT NULL))),
  constraint claim_mappings_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id),
  constraint claim_mappings_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE,
  constraint claim_mappings_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX claim_mappings_provider_id_idx ON public.claim_mappings USING btree (provider_id);

create table claims (
  id bigint default nextval('ids'::regclass) not null,
  seat_id bigint not null,
  user_id bigint not null,
  invitation_id bigint,
  operation_id bigint not null,
  taken_at timestamp with time zone,
  released_at timestamp with time zone,
  released_operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint claims_pkey PRIMARY KEY (id),
  constraint claims_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id),
  constraint claims_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX claims_invitation_id_idx ON public.claims USING btree (invitation_id) WHERE (invitation_id IS NOT NULL);
CREATE INDEX claims_operation_id_idx ON public.claims USING btree (operation_id);
CREATE INDEX claims_released_operation_id_idx ON public.claims USING btree (released_operation_id) WHERE (released_operation_id IS NOT NULL);
CREATE INDEX claims_reserved_idx ON public.claims USING btree (seat_id) WHERE ((released_at IS NULL) AND (taken_at IS NULL));
CREATE UNIQUE INDEX claims_seat_id_user_id_key ON public.claims USING btree (seat_id, user_id) WHERE (released_at IS NULL);
CREATE INDEX claims_user_id_idx ON public.claims USING btree (user_id);
CREATE TRIGGER claims_inserted AFTER INSERT ON public.claims REFERENCING NEW TABLE AS new_claims FOR EACH STATEMENT EXECUTE FUNCTION count_new_claims();
CREATE TRIGGER claims_updated AFTER UPDATE ON public.claims REFERENCING OLD TABLE AS old_claims NEW TABLE AS new_claims FOR EACH STATEMENT EXECUTE FUNCTION count_claims();

create table connections (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  kind text not null,
  name text not null,
  direction text default 'both'::text not null,
  settings jsonb not null,
  secrets_sealed bytea,
  rate integer not null,
  next_call_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  waits_until timestamp with time zone,
  refused_at timestamp with time zone,
  refusal text,
  failing_since timestamp with time zone,
  failure text,
  retry_at timestamp with time zone,
  failures integer default 0 not null,
  claimed_at timestamp with time zone,
  claimed_until timestamp with time zone,
  paused_at timestamp with time zone,
  compared_at timestamp with time zone,
  compare_at timestamp with time zone,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint connections_pkey PRIMARY KEY (id),
  constraint connections_direction_known CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text, 'both'::text]))),
  constraint connections_kind_known CHECK ((kind = ANY (ARRAY['thinkific'::text, 'moodle'::text]))),
  constraint connections_rate_positive CHECK ((rate > 0)),
  constraint connections_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX connections_organization_id_idx ON public.connections USING btree (organization_id, id);
CREATE TRIGGER connections_moved_on BEFORE UPDATE OF updated_at ON public.connections FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

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
  description text default ''::text not null,
  updated_at timestamp with time zone default now() not null,
  constraint courses_pkey PRIMARY KEY (id),
  constraint courses_organization_id_name_key UNIQUE (organization_id, name),
  constraint courses_name_is_small CHECK ((name = lower(name))),
  constraint courses_one_access_period CHECK ((num_nonnulls(access_months, access_days, access_until) <= 1)),
  constraint courses_renewal_known CHECK ((renewal = ANY (ARRAY['extend'::text, 'longest'::text, 'replace'::text]))),
  constraint courses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX courses_organization_id_idx ON public.courses USING btree (organization_id, id);
CREATE TRIGGER courses_moved_on BEFORE UPDATE OF updated_at ON public.courses FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table credit_accounts (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint,
  team_id bigint,
  balance numeric(14,2) default 0 not null,
  constraint credit_accounts_pkey PRIMARY KEY (id),
  constraint credit_accounts_organization_id_key UNIQUE (organization_id),
  constraint credit_accounts_team_id_key UNIQUE (team_id),
  constraint credit_accounts_enough CHECK ((balance >= (0)::numeric)),
  constraint credit_accounts_one_owner CHECK ((num_nonnulls(organization_id, team_id) = 1)),
  constraint credit_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint credit_accounts_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);

create table credit_entries (
  id bigint default nextval('ids'::regclass) not null,
  account_id bigint not null,
  amount numeric(14,2) not null,
  description text default ''::text not null,
  order_id bigint,
  operation_id bigint not null,
  created_at timestamp with time zone default now() not null,
  constraint credit_entries_pkey PRIMARY KEY (id),
  constraint credit_entries_amount_not_zero CHECK ((amount <> (0)::numeric)),
  constraint credit_entries_account_id_fkey FOREIGN KEY (account_id) REFERENCES credit_accounts(id)
);
CREATE INDEX credit_entries_account_id_created_at_idx ON public.credit_entries USING btree (account_id, created_at, id);
CREATE INDEX credit_entries_operation_id_idx ON public.credit_entries USING btree (operation_id);
CREATE INDEX credit_entries_order_id_idx ON public.credit_entries USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE TRIGGER credit_entries_inserted AFTER INSERT ON public.credit_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION sum_credits();

create table custom_fields (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  label text not null,
  kind text not null,
  choices text[] default '{}'::text[] not null,
  required boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint custom_fields_pkey PRIMARY KEY (id),
  constraint custom_fields_organization_id_name_key UNIQUE (organization_id, name),
  constraint custom_fields_kind_known CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text, 'date'::text, 'choice'::text]))),
  constraint custom_fields_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE TRIGGER custom_fields_moved_on BEFORE UPDATE OF updated_at ON public.custom_fields FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table deliveries (
  id bigint default nextval('ids'::regclass) not null,
  webhook_id bigint not null,
  due_at timestamp with time zone,
  attempts integer default 0 not null,
  body text,
  attempted_at timestamp with time zone,
  delivered_at timestamp with time zone,
  status integer,
  answer text,
  error text,
  duration_ms integer,
  created_at timestamp with time zone default now() not null,
  event_id bigint not null,
  scrubbed integer default 0 not null,
  constraint deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX deliveries_created_at_idx ON public.deliveries USING btree (created_at);
CREATE INDEX deliveries_due_idx ON public.deliveries USING btree (webhook_id, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX deliveries_webhook_id_idx ON public.deliveries USING btree (webhook_id, id);

create table domains (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  token text not null,
  proven_at timestamp with time zone,
  lapsed_at timestamp with time zone,
  looked_at timestamp with time zone,
  misses integer default 0 not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint domains_pkey PRIMARY KEY (id),
  constraint domains_organization_id_name_key UNIQUE (organization_id, name),
  constraint domains_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX domains_due_idx ON public.domains USING btree (looked_at) WHERE ((proven_at IS NOT NULL) AND (lapsed_at IS NULL));
CREATE UNIQUE INDEX domains_proven_key ON public.domains USING btree (name) WHERE ((proven_at IS NOT NULL) AND (lapsed_at IS NULL));
CREATE TRIGGER domains_moved_on BEFORE UPDATE OF updated_at ON public.domains FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table due_people (
  connection_id bigint not null,
  user_id bigint not null,
  urgency smallint not null,
  due_at timestamp with time zone not null,
  marks integer default 1 not null,
  look boolean default false not null,
  attempts integer default 0 not null,
  problem jsonb,
  constraint due_people_pkey PRIMARY KEY (connection_id, user_id),
  constraint due_people_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id),
  constraint due_people_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX due_people_turn_idx ON public.due_people USING btree (connection_id, urgency, due_at);

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
  end_noted_at timestamp with time zone,
  constraint enrollments_pkey PRIMARY KEY (id),
  constraint enrollments_user_id_course_id_key UNIQUE (user_id, course_id),
  constraint enrollments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX enrollments_course_id_ends_at_idx ON public.enrollments USING btree (course_id, COALESCE(ends_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX enrollments_course_id_idx ON public.enrollments USING btree (course_id, id);
CREATE INDEX enrollments_course_id_starts_at_idx ON public.enrollments USING btree (course_id, starts_at, id);
CREATE INDEX enrollments_end_due_idx ON public.enrollments USING btree (ends_at) WHERE ((revoked_at IS NULL) AND ((end_noted_at IS NULL) OR (end_noted_at < ends_at)));
CREATE INDEX enrollments_held_idx ON public.enrollments USING btree (course_id, id) WHERE ((suspended_at IS NOT NULL) OR (revoked_at IS NOT NULL) OR (completed_at IS NOT NULL));
CREATE INDEX enrollments_upcoming_idx ON public.enrollments USING btree (course_id, id) WHERE ((starts_at - updated_at) > '00:00:01'::interval);
CREATE TRIGGER enrollments_moved_on BEFORE UPDATE OF updated_at ON public.enrollments FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table events (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  operation_id bigint,
  user_id bigint,
  type text not null,
  data jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint events_pkey PRIMARY KEY (id)
);
CREATE INDEX events_created_at_idx ON public.events USING btree (created_at);

create table external_enrollments (
  connection_id bigint not null,
  user_id bigint not null,
  course text not null,
  theirs text,
  seen jsonb,
  sending jsonb,
  own jsonb,
  constraint external_enrollments_pkey PRIMARY KEY (connection_id, user_id, course),
  constraint external_enrollments_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id),
  constraint external_enrollments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table external_things (
  id bigint default nextval('ids'::regclass) not null,
  connection_id bigint not null,
  kind text not null,
  theirs text not null,
  ours bigint,
  name text,
  data jsonb default '{}'::jsonb not null,
  read_at timestamp with time zone,
  constraint external_things_pkey PRIMARY KEY (id),
  constraint external_things_theirs_key UNIQUE (connection_id, kind, theirs),
  constraint external_things_kind_known CHECK ((kind = ANY (ARRAY['user'::text, 'course'::text, 'bundle'::text, 'group'::text, 'order'::text]))),
  constraint external_things_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id)
);
CREATE UNIQUE INDEX external_things_course_key ON public.external_things USING btree (connection_id, ours) WHERE ((kind = ANY (ARRAY['course'::text, 'bundle'::text])) AND (ours IS NOT NULL));
CREATE INDEX external_things_ours_idx ON public.external_things USING btree (ours) WHERE (ours IS NOT NULL);
CREATE UNIQUE INDEX external_things_user_key ON public.external_things USING btree (connection_id, ours) WHERE ((kind = 'user'::text) AND (ours IS NOT NULL));

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
  origin_id bigint,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grants_user_id_course_id_reference_key UNIQUE (user_id, course_id, reference),
  constraint grants_enrollment_fkey FOREIGN KEY (user_id, course_id) REFERENCES enrollments(user_id, course_id)
);
CREATE INDEX grants_operation_id_idx ON public.grants USING btree (operation_id) WHERE (origin_id IS NOT NULL);
CREATE INDEX grants_origin_id_idx ON public.grants USING btree (origin_id) WHERE (origin_id IS NOT NULL);
CREATE INDEX grants_reference_idx ON public.grants USING brin (reference text_bloom_ops (n_distinct_per_range='2000')) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX grants_revoked_operation_id_idx ON public.grants USING btree (revoked_operation_id) WHERE (revoked_operation_id IS NOT NULL);
CREATE INDEX grants_source_idx ON public.grants USING btree (course_id, source) WHERE (source <> 'api'::text);

create table group_courses (
  group_id bigint not null,
  course_id bigint not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint group_courses_pkey PRIMARY KEY (group_id, course_id),
  constraint group_courses_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id),
  constraint group_courses_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id)
);
CREATE INDEX group_courses_course_id_idx ON public.group_courses USING btree (course_id);

create table group_members (
  group_id bigint not null,
  user_id bigint not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint group_members_pkey PRIMARY KEY (group_id, user_id),
  constraint group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id),
  constraint group_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX group_members_user_id_idx ON public.group_members USING btree (user_id);

create table groups (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  description text default ''::text not null,
  operation_id bigint,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint groups_pkey PRIMARY KEY (id),
  constraint groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX groups_organization_id_idx ON public.groups USING btree (organization_id, id);
CREATE INDEX groups_organization_id_name_idx ON public.groups USING btree (organization_id, name, id);
CREATE UNIQUE INDEX groups_organization_id_name_key ON public.groups USING btree (organization_id, lower(name)) WHERE (archived_at IS NULL);
CREATE TRIGGER groups_moved_on BEFORE UPDATE OF updated_at ON public.groups FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table idempotent_answers (
  caller_id bigint not null,
  idempotency_key text not null,
  request_hash bytea not null,
  operation_id bigint,
  status smallint,
  answer bytea,
  created_at timestamp with time zone default now() not null,
  mentions text[] default '{}'::text[] not null,
  constraint idempotent_answers_pkey PRIMARY KEY (caller_id, idempotency_key)
);
CREATE INDEX idempotent_answers_created_at_idx ON public.idempotent_answers USING btree (created_at);

create table identities (
  id bigint default nextval('ids'::regclass) not null,
  provider_id bigint not null,
  issuer text not null,
  subject text not null,
  user_id bigint not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone default now() not null,
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_provider_id_issuer_subject_key UNIQUE (provider_id, issuer, subject),
  constraint identities_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE,
  constraint identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX identities_user_id_idx ON public.identities USING btree (user_id);

create table identity_providers (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  protocol text not null,
  preset text not null,
  name text not null,
  enabled boolean default false not null,
  settings jsonb default '{}'::jsonb not null,
  secrets_sealed bytea,
  tested_at timestamp with time zone,
  archived_at timestamp with time zone,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint identity_providers_pkey PRIMARY KEY (id),
  constraint identity_providers_archived_off CHECK (((archived_at IS NULL) OR (NOT enabled))),
  constraint identity_providers_protocol_known CHECK ((protocol = ANY (ARRAY['oidc'::text, 'saml'::text]))),
  constraint identity_providers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX identity_providers_organization_id_idx ON public.identity_providers USING btree (organization_id);
CREATE TRIGGER identity_providers_moved_on BEFORE UPDATE OF updated_at ON public.identity_providers FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table invitations (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  team_id bigint,
  user_id bigint not null,
  first_name text not null,
  last_name text not null,
  role text,
  courses text[] default '{}'::text[] not null,
  products text[] default '{}'::text[] not null,
  group_ids bigint[] default '{}'::bigint[] not null,
  seat_ids bigint[] default '{}'::bigint[] not null,
  operation_id bigint not null,
  sent_operation_id bigint not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  lapsed_at timestamp with time zone,
  accepted_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invitations_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX invitations_due_idx ON public.invitations USING btree (expires_at, id) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL) AND (lapsed_at IS NULL));
CREATE INDEX invitations_last_name_idx ON public.invitations USING btree (organization_id, lower(last_name) COLLATE "C");
CREATE INDEX invitations_name_idx ON public.invitations USING btree (organization_id, lower(((first_name || ' '::text) || last_name)) COLLATE "C");
CREATE INDEX invitations_open_idx ON public.invitations USING btree (organization_id, id) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX invitations_organization_id_expires_at_idx ON public.invitations USING btree (organization_id, expires_at, id);
CREATE INDEX invitations_organization_id_idx ON public.invitations USING btree (organization_id, id);
CREATE UNIQUE INDEX invitations_pending_key ON public.invitations USING btree (organization_id, user_id, team_id) NULLS NOT DISTINCT WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL) AND (lapsed_at IS NULL));
CREATE INDEX invitations_sent_operation_id_idx ON public.invitations USING btree (sent_operation_id);
CREATE INDEX invitations_team_id_idx ON public.invitations USING btree (team_id, id) WHERE (team_id IS NOT NULL);
CREATE INDEX invitations_user_id_idx ON public.invitations USING btree (user_id);
CREATE INDEX invitations_withdrawn_idx ON public.invitations USING btree (organization_id, id) WHERE (withdrawn_at IS NOT NULL);
CREATE TRIGGER invitations_added AFTER INSERT ON public.invitations FOR EACH ROW EXECUTE FUNCTION name_invited();
CREATE TRIGGER invitations_moved_on BEFORE UPDATE OF updated_at ON public.invitations FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table items (
  id bigint default nextval('ids'::regclass) not null,
  course_id bigint not null,
  "position" integer not null,
  kind text not null,
  title text not null,
  launch_url text not null,
  starter boolean default true not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint items_pkey PRIMARY KEY (id),
  constraint items_course_id_position_key UNIQUE (course_id, "position") DEFERRABLE,
  constraint items_kind_known CHECK ((kind = ANY (ARRAY['lesson'::text, 'practice_test'::text, 'mock_test'::text]))),
  constraint items_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id)
);
CREATE TRIGGER items_moved_on BEFORE UPDATE OF updated_at ON public.items FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table jobs (
  name text not null,
  due_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  claimed_until timestamp with time zone,
  well_at timestamp with time zone not null,
  error text,
  constraint jobs_pkey PRIMARY KEY (name)
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
  scopes text[] default '{provision}'::text[] not null,
  expires_at timestamp with time zone,
  allowed_addresses inet[] default '{}'::inet[] not null,
  rate_limit integer,
  api_version text default '2026-12-01'::text not null,
  updated_at timestamp with time zone default now() not null,
  constraint keys_pkey PRIMARY KEY (id),
  constraint keys_hash_key UNIQUE (hash),
  constraint keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX keys_organization_id_idx ON public.keys USING btree (organization_id, id);
CREATE TRIGGER keys_moved_on BEFORE UPDATE OF updated_at ON public.keys FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table link_joins (
  id bigint default nextval('ids'::regclass) not null,
  link_id bigint not null,
  email text not null,
  first_name text not null,
  last_name text default ''::text not null,
  user_id bigint,
  operation_id bigint not null,
  joined_at timestamp with time zone,
  declined_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint link_joins_pkey PRIMARY KEY (id),
  constraint link_joins_link_id_email_key UNIQUE (link_id, email),
  constraint link_joins_link_id_fkey FOREIGN KEY (link_id) REFERENCES links(id),
  constraint link_joins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX link_joins_link_id_idx ON public.link_joins USING btree (link_id, id);
CREATE INDEX link_joins_pending_idx ON public.link_joins USING btree (link_id, id) WHERE ((joined_at IS NULL) AND (declined_at IS NULL));
CREATE TRIGGER link_joins_inserted AFTER INSERT ON public.link_joins REFERENCING NEW TABLE AS new_joins FOR EACH STATEMENT EXECUTE FUNCTION count_new_joins();
CREATE TRIGGER link_joins_updated AFTER UPDATE ON public.link_joins REFERENCING OLD TABLE AS old_joins NEW TABLE AS new_joins FOR EACH STATEMENT EXECUTE FUNCTION count_joins();

create table links (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text default ''::text not null,
  token_hash bytea not null,
  prefix text not null,
  team_id bigint,
  group_id bigint,
  course_id bigint,
  max_uses integer,
  used integer default 0 not null,
  domains text[] default '{}'::text[] not null,
  needs_approval boolean default false not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint links_pkey PRIMARY KEY (id),
  constraint links_token_hash_key UNIQUE (token_hash),
  constraint links_one_target CHECK ((num_nonnulls(team_id, group_id, course_id) = 1)),
  constraint links_uses_left CHECK (((max_uses IS NULL) OR (used <= max_uses))),
  constraint links_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id),
  constraint links_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id),
  constraint links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint links_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX links_course_id_idx ON public.links USING btree (course_id, id) WHERE (course_id IS NOT NULL);
CREATE INDEX links_group_id_idx ON public.links USING btree (group_id, id) WHERE (group_id IS NOT NULL);
CREATE INDEX links_organization_id_idx ON public.links USING btree (organization_id, id);
CREATE INDEX links_team_id_idx ON public.links USING btree (team_id, id) WHERE (team_id IS NOT NULL);
CREATE TRIGGER links_moved_on BEFORE UPDATE OF updated_at ON public.links FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table memberships (
  user_id bigint not null,
  organization_id bigint not null,
  role text default 'learner'::text not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  external_id text,
  tags text[] default '{}'::text[] not null,
  custom_fields jsonb default '{}'::jsonb not null,
  locale text,
  invited_at timestamp with time zone,
  suspended_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  constraint memberships_pkey PRIMARY KEY (user_id, organization_id),
  constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX memberships_custom_fields_idx ON public.memberships USING gin (custom_fields) WHERE (custom_fields <> '{}'::jsonb);
CREATE INDEX memberships_email_idx ON public.memberships USING btree (organization_id, email, user_id);
CREATE INDEX memberships_last_name_idx ON public.memberships USING btree (organization_id, lower(last_name) COLLATE "C", user_id);
CREATE INDEX memberships_name_idx ON public.memberships USING btree (organization_id, lower(((first_name || ' '::text) || last_name)) COLLATE "C", user_id);
CREATE INDEX memberships_organization_id_created_at_idx ON public.memberships USING btree (organization_id, created_at, user_id);
CREATE UNIQUE INDEX memberships_organization_id_external_id_key ON public.memberships USING btree (organization_id, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX memberships_organization_id_role_idx ON public.memberships USING btree (organization_id, role, user_id) WHERE (role <> 'learner'::text);
CREATE INDEX memberships_organization_id_user_id_idx ON public.memberships USING btree (organization_id, user_id);
CREATE INDEX memberships_suspended_idx ON public.memberships USING btree (user_id, organization_id) WHERE (suspended_at IS NOT NULL);
CREATE INDEX memberships_tags_idx ON public.memberships USING gin (tags) WHERE (tags <> '{}'::text[]);
CREATE TRIGGER memberships_added BEFORE INSERT ON public.memberships FOR EACH ROW WHEN ((new.email IS NULL)) EXECUTE FUNCTION name_member();
CREATE TRIGGER memberships_entered BEFORE UPDATE ON public.memberships FOR EACH ROW WHEN (((old.invited_at IS NOT NULL) AND (new.invited_at IS NULL))) EXECUTE FUNCTION name_member();
CREATE TRIGGER memberships_mark_due AFTER UPDATE OF suspended_at ON public.memberships FOR EACH ROW WHEN ((old.suspended_at IS DISTINCT FROM new.suspended_at)) EXECUTE FUNCTION mark_held_member();
CREATE TRIGGER memberships_moved_on BEFORE UPDATE OF updated_at ON public.memberships FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

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
  enrollment_id bigint,
  ends_at timestamp with time zone,
  repeats bigint,
  address text,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_kind_known CHECK ((kind = ANY (ARRAY['welcome'::text, 'password_link'::text, 'access_ending'::text, 'access_ending_tomorrow'::text, 'invitation'::text, 'email_change'::text, 'email_changed'::text, 'recovery_code_used'::text, 'break_glass_used'::text]))),
  constraint messages_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'held'::text])))
);
CREATE UNIQUE INDEX messages_enrollment_id_ends_at_kind_key ON public.messages USING btree (enrollment_id, ends_at, kind) WHERE ((enrollment_id IS NOT NULL) AND (repeats IS NULL));
CREATE INDEX messages_failed_idx ON public.messages USING btree (organization_id, id) WHERE (state = 'failed'::text);
CREATE INDEX messages_organization_id_idx ON public.messages USING btree (organization_id, id);
CREATE INDEX messages_user_id_idx ON public.messages USING btree (user_id);
CREATE INDEX messages_waiting_idx ON public.messages USING btree (COALESCE(organization_id, (0)::bigint), due_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));

create table opened_items (
  enrollment_id bigint not null,
  item_id bigint not null,
  operation_id bigint,
  at timestamp with time zone not null,
  constraint opened_items_pkey PRIMARY KEY (enrollment_id, item_id),
  constraint opened_items_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES enrollments(id),
  constraint opened_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id) ON DELETE CASCADE
);
CREATE INDEX opened_items_item_id_idx ON public.opened_items USING btree (item_id);
CREATE INDEX opened_items_operation_id_idx ON public.opened_items USING btree (operation_id);

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
  impersonator_id bigint,
  acts_from bigint,
  first_name text,
  last_name text,
  constraint operations_pkey PRIMARY KEY (id)
);
CREATE INDEX operations_at_idx ON public.operations USING btree (at);
CREATE INDEX operations_email_at_idx ON public.operations USING btree (email, at) WHERE (email IS NOT NULL);
CREATE INDEX operations_kind_idx ON public.operations USING btree (organization_id, kind, at, id) WHERE (kind <> 'provision'::text);
CREATE INDEX operations_no_key_idx ON public.operations USING btree (organization_id, at, id) WHERE (actor_kind <> 'apiKey'::text);
CREATE INDEX operations_organization_id_at_idx ON public.operations USING btree (organization_id, at, id);
CREATE INDEX operations_rare_idx ON public.operations USING brin (actor_id int8_bloom_ops, source text_bloom_ops, result text_bloom_ops) WITH (autosummarize='on');
CREATE INDEX operations_reference_idx ON public.operations USING brin (reference text_bloom_ops (n_distinct_per_range='2000')) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX operations_refused_idx ON public.operations USING btree (organization_id, at, id) WHERE (result = 'refused'::text);

create table order_lines (
  id bigint default nextval('ids'::regclass) not null,
  order_id bigint not null,
  catalog_item_id bigint,
  product_id bigint not null,
  user_id bigint,
  quantity integer default 1 not null,
  seats integer default 0 not null,
  credits numeric(14,2) default 0 not null,
  access_months integer,
  access_days integer,
  access_until timestamp with time zone,
  refunded_at timestamp with time zone,
  refunded_operation_id bigint,
  refunded_reason text,
  constraint order_lines_pkey PRIMARY KEY (id),
  constraint order_lines_catalog_item_id_fkey FOREIGN KEY (catalog_item_id) REFERENCES catalog_items(id),
  constraint order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint order_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint order_lines_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX order_lines_order_id_idx ON public.order_lines USING btree (order_id);

create table orders (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  team_id bigint,
  user_id bigint,
  reference text,
  source text,
  payment text not null,
  credits numeric(14,2) default 0 not null,
  operation_id bigint not null,
  completed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  failed_at timestamp with time zone,
  partially_refunded_at timestamp with time zone,
  refunded_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_payment_known CHECK ((payment = ANY (ARRAY['credits'::text, 'external'::text]))),
  constraint orders_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint orders_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX orders_organization_id_created_at_idx ON public.orders USING btree (organization_id, created_at, id);
CREATE UNIQUE INDEX orders_organization_id_reference_key ON public.orders USING btree (organization_id, reference) WHERE (reference IS NOT NULL);
CREATE INDEX orders_reference_idx ON public.orders USING btree (organization_id, lower(reference) COLLATE "C") WHERE (reference IS NOT NULL);
CREATE INDEX orders_refunded_idx ON public.orders USING btree (organization_id, created_at, id) WHERE (partially_refunded_at IS NOT NULL);
CREATE INDEX orders_team_id_created_at_idx ON public.orders USING btree (team_id, created_at, id) WHERE (team_id IS NOT NULL);
CREATE INDEX orders_unfinished_idx ON public.orders USING btree (organization_id, created_at, id) WHERE (completed_at IS NULL);
CREATE INDEX orders_user_id_created_at_idx ON public.orders USING btree (user_id, created_at, id) WHERE (user_id IS NOT NULL);
CREATE TRIGGER orders_moved_on BEFORE UPDATE OF updated_at ON public.orders FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

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
  description text default ''::text not null,
  archived_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  rate_limit integer default 1000 not null,
  sign_in_mode text,
  sign_in_mode_from bigint,
  dialects jsonb default '{"northpass": {"calls_a_second": 10, "existing_group": "return", "existing_person": "return", "most_calls_a_second": null}}'::jsonb not null,
  second_factor text,
  second_factor_days integer,
  second_factor_since timestamp with time zone,
  second_factor_from bigint,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_slug_key UNIQUE (slug),
  constraint organizations_second_factor_days_few CHECK (((second_factor_days >= 0) AND (second_factor_days <= 90))),
  constraint organizations_second_factor_known CHECK ((second_factor = ANY (ARRAY['optional'::text, 'for_roles'::text, 'for_all'::text]))),
  constraint organizations_second_factor_whole CHECK ((num_nonnulls(second_factor, second_factor_days, second_factor_since) = ANY (ARRAY[0, 3]))),
  constraint organizations_sign_in_mode_known CHECK ((sign_in_mode = ANY (ARRAY['password'::text, 'single_sign_on'::text]))),
  constraint organizations_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organizations(id),
  constraint organizations_second_factor_from_fkey FOREIGN KEY (second_factor_from) REFERENCES organizations(id),
  constraint organizations_sign_in_mode_from_fkey FOREIGN KEY (sign_in_mode_from) REFERENCES organizations(id)
);
CREATE INDEX organizations_name_idx ON public.organizations USING btree (name, id);
CREATE INDEX organizations_parent_id_idx ON public.organizations USING btree (parent_id, id);
CREATE INDEX organizations_path_idx ON public.organizations USING gin (path);
CREATE TRIGGER organizations_moved_on BEFORE UPDATE OF updated_at ON public.organizations FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table passkey_challenges (
  challenge_hash text not null,
  browser_hash text not null,
  purpose text not null,
  user_id bigint,
  expires_at timestamp with time zone not null,
  constraint passkey_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenges_purpose_known CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text, 'second_factor'::text]))),
  constraint passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
);
CREATE INDEX passkey_challenges_user_id_idx ON public.passkey_challenges USING btree (user_id);

create table passkeys (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] default '{}'::text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkeys_credential_id_key UNIQUE (credential_id),
  constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
);
CREATE INDEX passkeys_user_id_idx ON public.passkeys USING btree (user_id);
CREATE TRIGGER passkeys_counted AFTER INSERT OR DELETE ON public.passkeys FOR EACH ROW EXECUTE FUNCTION count_passkeys();

create table passwords (
  user_id bigint not null,
  hash text not null,
  updated_at timestamp with time zone default now() not null,
  authenticator bytea,
  authenticator_since timestamp with time zone,
  authenticator_step bigint,
  passkeys integer default 0 not null,
  user_handle bytea,
  has_second_factor boolean generated always as (((authenticator_since IS NOT NULL) OR (passkeys > 0))) not null,
  constraint passwords_pkey PRIMARY KEY (user_id),
  constraint passwords_user_handle_key UNIQUE (user_handle),
  constraint passwords_authenticator_whole CHECK (((authenticator IS NOT NULL) OR (authenticator_since IS NULL))),
  constraint passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX passwords_foreign_idx ON public.passwords USING btree (user_id) WHERE (hash !~~ '$argon2id$%'::text);

create table pending_sign_ins (
  token_hash text not null,
  user_id bigint not null,
  hash text not null,
  tries integer default 0 not null,
  expires_at timestamp with time zone not null,
  constraint pending_sign_ins_pkey PRIMARY KEY (token_hash),
  constraint pending_sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
);
CREATE INDEX pending_sign_ins_user_id_idx ON public.pending_sign_ins USING btree (user_id);

create table pending_sign_ons (
  request_hash bytea not null,
  provider_id bigint not null,
  browser_hash bytea not null,
  sealed bytea not null,
  expires_at timestamp with time zone not null,
  constraint pending_sign_ons_pkey PRIMARY KEY (request_hash),
  constraint pending_sign_ons_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE
);
CREATE INDEX pending_sign_ons_expires_at_idx ON public.pending_sign_ons USING btree (expires_at);

create table plans (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  caller_id bigint not null,
  request bytea not null,
  fingerprint bytea not null,
  expires_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint plans_pkey PRIMARY KEY (id)
);
CREATE INDEX plans_expires_at_idx ON public.plans USING btree (expires_at);

create table product_courses (
  product_id bigint not null,
  course_id bigint not null,
  constraint product_courses_pkey PRIMARY KEY (product_id, course_id),
  constraint product_courses_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id),
  constraint product_courses_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id)
);
CREATE INDEX product_courses_course_id_idx ON public.product_courses USING btree (course_id);

create table products (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  course_id bigint,
  name text not null,
  display_name text not null,
  description text default ''::text not null,
  access_months integer,
  access_days integer,
  access_until timestamp with time zone,
  renewal text,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint products_pkey PRIMARY KEY (id),
  constraint products_course_id_key UNIQUE (course_id),
  constraint products_organization_id_name_key UNIQUE (organization_id, name),
  constraint products_name_is_small CHECK ((name = lower(name))),
  constraint products_one_access_period CHECK ((num_nonnulls(access_months, access_days, access_until) <= 1)),
  constraint products_renewal_known CHECK ((renewal = ANY (ARRAY['extend'::text, 'longest'::text, 'replace'::text]))),
  constraint products_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id),
  constraint products_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX products_organization_id_idx ON public.products USING btree (organization_id, id);
CREATE TRIGGER products_moved_on BEFORE UPDATE OF updated_at ON public.products FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table recovery_codes (
  user_id bigint not null,
  code_hash text not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (user_id, code_hash),
  constraint recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
);

create table refunds (
  organization_id bigint not null,
  reference text not null,
  course_id bigint,
  reason text,
  operation_id bigint not null,
  created_at timestamp with time zone default now() not null,
  settled_at timestamp with time zone,
  constraint refunds_key UNIQUE NULLS NOT DISTINCT (organization_id, reference, course_id),
  constraint refunds_course_id_fkey FOREIGN KEY (course_id) REFERENCES courses(id),
  constraint refunds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX refunds_unsettled_idx ON public.refunds USING btree (created_at) WHERE (settled_at IS NULL);

create table roles (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  display_name text not null,
  permissions text[] not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint roles_pkey PRIMARY KEY (id),
  constraint roles_organization_id_name_key UNIQUE (organization_id, name),
  constraint roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE TRIGGER roles_moved_on BEFORE UPDATE OF updated_at ON public.roles FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table seat_entries (
  id bigint default nextval('ids'::regclass) not null,
  seat_id bigint not null,
  quantity integer not null,
  reference text,
  order_line_id bigint,
  reverses_id bigint,
  operation_id bigint not null,
  created_at timestamp with time zone default now() not null,
  constraint seat_entries_pkey PRIMARY KEY (id),
  constraint seat_entries_seat_id_reference_key UNIQUE (seat_id, reference),
  constraint seat_entries_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id)
);
CREATE INDEX seat_entries_operation_id_idx ON public.seat_entries USING btree (operation_id);
CREATE INDEX seat_entries_order_line_id_idx ON public.seat_entries USING btree (order_line_id) WHERE (order_line_id IS NOT NULL);
CREATE INDEX seat_entries_reference_idx ON public.seat_entries USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX seat_entries_reversals_idx ON public.seat_entries USING btree (seat_id) WHERE (reverses_id IS NOT NULL);
CREATE TRIGGER seat_entries_inserted AFTER INSERT ON public.seat_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION sum_seats();

create table seat_waiters (
  id bigint default nextval('ids'::regclass) not null,
  seat_id bigint not null,
  user_id bigint not null,
  operation_id bigint not null,
  created_at timestamp with time zone default now() not null,
  constraint seat_waiters_pkey PRIMARY KEY (id),
  constraint seat_waiters_seat_id_user_id_key UNIQUE (seat_id, user_id),
  constraint seat_waiters_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id),
  constraint seat_waiters_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table seats (
  id bigint default nextval('ids'::regclass) not null,
  team_id bigint not null,
  product_id bigint not null,
  quantity integer default 0 not null,
  used integer default 0 not null,
  access_months integer,
  access_days integer,
  access_until timestamp with time zone,
  waitlist boolean default false not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint seats_pkey PRIMARY KEY (id),
  constraint seats_team_id_product_id_key UNIQUE (team_id, product_id),
  constraint seats_enough CHECK (((used >= 0) AND (used <= quantity))),
  constraint seats_one_access_period CHECK ((num_nonnulls(access_months, access_days, access_until) <= 1)),
  constraint seats_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint seats_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX seats_product_id_idx ON public.seats USING btree (product_id);
CREATE TRIGGER seats_moved_on BEFORE UPDATE OF updated_at ON public.seats FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table sessions (
  id bigint default nextval('ids'::regclass) not null,
  user_id bigint not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  impersonates_id bigint,
  impersonation_ends_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  method text default 'password'::text not null,
  second_factor_at timestamp with time zone,
  proven_at timestamp with time zone default now() not null,
  identity_id bigint,
  provider_session text,
  passkey_id bigint,
  sign_out_sealed bytea,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_identity_whole CHECK (((method = 'provider'::text) = (identity_id IS NOT NULL))),
  constraint sessions_impersonation_whole CHECK (((impersonates_id IS NULL) = (impersonation_ends_at IS NULL))),
  constraint sessions_method_known CHECK ((method = ANY (ARRAY['password'::text, 'passkey'::text, 'provider'::text]))),
  constraint sessions_passkey_whole CHECK (((method = 'passkey'::text) = (passkey_id IS NOT NULL))),
  constraint sessions_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE,
  constraint sessions_impersonates_id_fkey FOREIGN KEY (impersonates_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint sessions_passkey_id_fkey FOREIGN KEY (passkey_id) REFERENCES passkeys(id) ON DELETE CASCADE,
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_identity_id_idx ON public.sessions USING btree (identity_id) WHERE (identity_id IS NOT NULL);
CREATE INDEX sessions_passkey_id_idx ON public.sessions USING btree (passkey_id) WHERE (passkey_id IS NOT NULL);
CREATE INDEX sessions_updated_at_idx ON public.sessions USING btree (updated_at);
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);

create table settings (
  organization_id bigint not null,
  brand_name text,
  color text,
  logo text,
  sender_name text,
  reply_to text,
  locale text,
  default_access jsonb,
  updated_at timestamp with time zone default now() not null,
  constraint settings_pkey PRIMARY KEY (organization_id),
  constraint settings_logo_small CHECK ((octet_length(logo) < 90000)),
  constraint settings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE TRIGGER settings_moved_on BEFORE UPDATE OF updated_at ON public.settings FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table sign_ons (
  id bigint default nextval('ids'::regclass) not null,
  provider_id bigint not null,
  result text not null,
  user_id bigint,
  subject text,
  email text,
  refused_by text,
  code text,
  detail text,
  clock_skew_ms integer,
  ip inet,
  at timestamp with time zone default now() not null,
  report jsonb,
  constraint sign_ons_pkey PRIMARY KEY (id),
  constraint sign_ons_result_known CHECK ((result = ANY (ARRAY['signed_in'::text, 'refused'::text, 'tested'::text]))),
  constraint sign_ons_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE,
  constraint sign_ons_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sign_ons_at_idx ON public.sign_ons USING btree (at);
CREATE INDEX sign_ons_provider_id_idx ON public.sign_ons USING btree (provider_id, id);
CREATE INDEX sign_ons_user_id_idx ON public.sign_ons USING btree (user_id) WHERE (user_id IS NOT NULL);

create table team_members (
  team_id bigint not null,
  user_id bigint not null,
  role text default 'learner'::text not null,
  operation_id bigint,
  created_at timestamp with time zone default now() not null,
  constraint team_members_pkey PRIMARY KEY (team_id, user_id),
  constraint team_members_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint team_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX team_members_role_idx ON public.team_members USING btree (team_id, role) WHERE (role <> 'learner'::text);
CREATE INDEX team_members_user_id_idx ON public.team_members USING btree (user_id);

create table teams (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  name text not null,
  description text default ''::text not null,
  reference text,
  operation_id bigint,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint teams_pkey PRIMARY KEY (id),
  constraint teams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX teams_organization_id_idx ON public.teams USING btree (organization_id, id);
CREATE INDEX teams_organization_id_name_idx ON public.teams USING btree (organization_id, name, id);
CREATE UNIQUE INDEX teams_organization_id_name_key ON public.teams USING btree (organization_id, lower(name)) WHERE (archived_at IS NULL);
CREATE TRIGGER teams_moved_on BEFORE UPDATE OF updated_at ON public.teams FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

create table used_answers (
  provider_id bigint not null,
  answer_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint used_answers_pkey PRIMARY KEY (provider_id, answer_hash),
  constraint used_answers_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE
);
CREATE INDEX used_answers_expires_at_idx ON public.used_answers USING btree (expires_at);

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
  locale text,
  alias_of bigint,
  wanted_email text,
  wanted_email_link_id bigint,
  wanted_email_until timestamp with time zone,
  activated_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_alias_of_another CHECK ((alias_of <> id)),
  constraint users_alias_of_fkey FOREIGN KEY (alias_of) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX users_alias_email_idx ON public.users USING btree (email) WHERE (alias_of IS NOT NULL);
CREATE INDEX users_alias_of_idx ON public.users USING btree (alias_of) WHERE (alias_of IS NOT NULL);
CREATE TRIGGER users_mark_due AFTER UPDATE OF email, first_name, last_name, alias_of ON public.users FOR EACH ROW WHEN (((((old.email IS DISTINCT FROM new.email) OR (old.first_name IS DISTINCT FROM new.first_name)) OR (old.last_name IS DISTINCT FROM new.last_name)) OR (old.alias_of IS DISTINCT FROM new.alias_of))) EXECUTE FUNCTION mark_changed_user();
CREATE TRIGGER users_moved_on BEFORE UPDATE OF updated_at ON public.users FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();
CREATE TRIGGER users_renamed AFTER UPDATE ON public.users FOR EACH ROW WHEN (((((old.email IS DISTINCT FROM new.email) OR (old.first_name IS DISTINCT FROM new.first_name)) OR (old.last_name IS DISTINCT FROM new.last_name)) OR (old.updated_at IS DISTINCT FROM new.updated_at))) EXECUTE FUNCTION rename_member();

create table webhooks (
  id bigint default nextval('ids'::regclass) not null,
  organization_id bigint not null,
  url text not null,
  description text default ''::text not null,
  format text not null,
  events text[] not null,
  secret bytea not null,
  old_secret bytea,
  old_secret_until timestamp with time zone,
  failing_since timestamp with time zone,
  paused_until timestamp with time zone,
  slow_until timestamp with time zone,
  disabled_at timestamp with time zone,
  claimed_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  full_since timestamp with time zone,
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_format_known CHECK ((format = ANY (ARRAY['usher'::text, 'northpass'::text]))),
  constraint webhooks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
CREATE INDEX webhooks_organization_id_idx ON public.webhooks USING btree (organization_id, id);
CREATE TRIGGER webhooks_moved_on BEFORE UPDATE OF updated_at ON public.webhooks FOR EACH ROW WHEN ((date_trunc('milliseconds'::text, new.updated_at) <= date_trunc('milliseconds'::text, old.updated_at))) EXECUTE FUNCTION move_on();

CREATE OR REPLACE FUNCTION public.count_claims()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update seats set used = used + change.count
  from (
    select seat_id, sum(count) as count
    from (
      select seat_id, 1 as count from new_claims where released_at is null
      union all
      select seat_id, -1 from old_claims where released_at is null
    ) as each_claim
    group by seat_id
  ) as change
  where seats.id = change.seat_id and change.count <> 0;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_joins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update links set used = used + change.count
  from (
    select link_id, sum(count) as count
    from (
      select link_id, 1 as count from new_joins where declined_at is null
      union all
      select link_id, -1 from old_joins where declined_at is null
    ) as each_join
    group by link_id
  ) as change
  where links.id = change.link_id and change.count <> 0;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_claims()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update seats set used = used + change.count
  from (select seat_id, count(*) as count from new_claims where released_at is null group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_joins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update links set used = used + change.count
  from (select link_id, count(*) as count from new_joins where declined_at is null group by link_id) as change
  where links.id = change.link_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_passkeys()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update passwords set passkeys = passkeys + case tg_op when 'INSERT' then 1 else -1 end
  where user_id = coalesce(new.user_id, old.user_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.mark_changed_user()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_known_due(array[new.id]);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.mark_due(users bigint[], courses bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into due_people (connection_id, user_id, urgency, due_at)
    select thing.connection_id, changed.user_id, case when min(known.id) is null then 0 else 1 end, now()
    from unnest(users, courses) as changed (user_id, course_id)
    join external_things thing on thing.ours = changed.course_id and thing.kind in ('course', 'bundle')
    left join external_things known
      on known.connection_id = thing.connection_id and known.kind = 'user' and known.ours = changed.user_id
    group by thing.connection_id, changed.user_id order by changed.user_id, thing.connection_id
  on conflict (connection_id, user_id) do update
    set marks = due_people.marks + 1, urgency = least(due_people.urgency, excluded.urgency),
      due_at = least(due_people.due_at, excluded.due_at)
$function$;

CREATE OR REPLACE FUNCTION public.mark_held_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_known_due(array[new.user_id]);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.mark_known_due(people bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into due_people (connection_id, user_id, urgency, due_at)
    select thing.connection_id, thing.ours, 1, now()
    from external_things thing where thing.kind = 'user' and thing.ours = any(people) order by thing.ours, thing.connection_id
  on conflict (connection_id, user_id) do update
    set marks = due_people.marks + 1, urgency = least(due_people.urgency, 1), due_at = least(due_people.due_at, excluded.due_at)
$function$;

CREATE OR REPLACE FUNCTION public.move_on()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.updated_at = date_trunc('milliseconds', old.updated_at) + interval '1 millisecond';
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.name_invited()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update memberships set first_name = new.first_name, last_name = new.last_name
  where user_id = new.user_id and organization_id = new.organization_id and invited_at is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.name_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  select users.email, users.first_name, users.last_name into new.email, new.first_name, new.last_name
  from users where id = new.user_id;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.rename_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update memberships set email = new.email, updated_at = new.updated_at,
    first_name = case when new.first_name = old.first_name then first_name else new.first_name end,
    last_name = case when new.last_name = old.last_name then last_name else new.last_name end
  where user_id = new.id and invited_at is null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.sum_credits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update credit_accounts set balance = balance + change.amount
  from (select account_id, sum(amount) as amount from new_entries group by account_id) as change
  where credit_accounts.id = change.account_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.sum_seats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update seats set quantity = seats.quantity + change.quantity, updated_at = now()
  from (select seat_id, sum(quantity) as quantity from new_entries group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $function$;
