-- What a training company manages: roles, teams and their seats, groups, products, the catalog, orders and credits, links
-- and invitations. Seats used and credits left are counted by the database itself, so that no count can drift.

alter table organizations
  add column description text not null default '',
  add column archived_at timestamptz,
  add column updated_at timestamptz not null default now(),
  -- Calls a minute for each of its keys; 0: as many as they like.
  add column rate_limit integer not null default 1000;
create index organizations_path_idx on organizations using gin (path);
create index organizations_parent_id_idx on organizations (parent_id, id);
create index organizations_name_idx on organizations (name, id);

-- What an organization says about a person is the membership's: the account is shared by all its organizations.
alter table memberships
  add column external_id text,
  add column tags text[] not null default '{}',
  add column custom_fields jsonb not null default '{}',
  add column locale text,
  -- Since when the person is invited and has not accepted: until then it opens nothing.
  add column invited_at timestamptz,
  add column suspended_at timestamptz,
  add column updated_at timestamptz not null default now();
create index memberships_organization_id_user_id_idx on memberships (organization_id, user_id);
create index memberships_organization_id_created_at_idx on memberships (organization_id, created_at, user_id);
create unique index memberships_organization_id_external_id_key on memberships (organization_id, external_id)
  where external_id is not null;
create index memberships_tags_idx on memberships using gin (tags) where tags <> '{}';
create index memberships_custom_fields_idx on memberships using gin (custom_fields) where custom_fields <> '{}';
-- Learners are nearly all: the index is of the others, so that joining does not pay for it.
create index memberships_organization_id_role_idx on memberships (organization_id, role, user_id) where role <> 'learner';

-- Compared by their bytes, so that the index on emails finds all that begin with something.
alter table users alter column email type text collate "C";
create index users_name_idx on users ((lower(first_name || ' ' || last_name) collate "C"), id);
create index users_last_name_idx on users ((lower(last_name) collate "C"), id);

-- A field that an organization keeps about its people besides the names.
create table custom_fields (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  label text not null,
  kind text not null,
  choices text[] not null default '{}',
  required boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint custom_fields_organization_id_name_key unique (organization_id, name),
  constraint custom_fields_kind_known check (kind in ('text', 'number', 'boolean', 'date', 'choice'))
);

-- A role that an organization made: it holds there and below. The built-in ones are in lib/built-in-roles.ts.
create table roles (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  display_name text not null,
  permissions text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint roles_organization_id_name_key unique (organization_id, name)
);

alter table courses add column description text not null default '', add column updated_at timestamptz not null default now();
create index courses_organization_id_idx on courses (organization_id, id);
-- Checked at the end of a statement, so that one statement can set a new order.
alter table items
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now(),
  drop constraint items_course_id_position_key,
  add constraint items_course_id_position_key unique (course_id, position) deferrable;

-- A unit that buys seats and looks after people.
create table teams (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  description text not null default '',
  -- The reference of the call that made it: the same call again finds it.
  reference text,
  operation_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index teams_organization_id_name_key on teams (organization_id, lower(name)) where archived_at is null;
create index teams_organization_id_idx on teams (organization_id, id);
create index teams_organization_id_name_idx on teams (organization_id, name, id);

create table team_members (
  team_id bigint not null references teams,
  user_id bigint not null references users,
  role text not null default 'learner',
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint team_members_pkey primary key (team_id, user_id)
);
create index team_members_user_id_idx on team_members (user_id);
create index team_members_role_idx on team_members (team_id, role) where role <> 'learner';

-- What is sold: courses together, or one alone. Its access rule, where it has one, stands in place of the courses' own.
create table products (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  -- The course that it is, alone: then it follows the course in all. Null: a bundle.
  course_id bigint references courses,
  name text not null,
  display_name text not null,
  description text not null default '',
  access_months integer,
  access_days integer,
  access_until timestamptz,
  renewal text,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint products_organization_id_name_key unique (organization_id, name),
  constraint products_course_id_key unique (course_id),
  constraint products_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1),
  constraint products_renewal_known check (renewal in ('extend', 'longest', 'replace'))
);
create index products_organization_id_idx on products (organization_id, id);

create table product_courses (
  product_id bigint not null references products,
  course_id bigint not null references courses,
  constraint product_courses_pkey primary key (product_id, course_id)
);
create index product_courses_course_id_idx on product_courses (course_id);

-- Courses that were there before products were.
insert into products (organization_id, course_id, name, display_name, archived_at)
select organization_id, id, name, display_name, archived_at from courses;
insert into product_courses (product_id, course_id)
select id, course_id from products;

-- A team's allocation of a product. `used` counts the claims that stand, reservations among them; a trigger keeps it.
create table seats (
  id bigint primary key default nextval('ids'),
  team_id bigint not null references teams,
  product_id bigint not null references products,
  quantity integer not null default 0,
  used integer not null default 0,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  waitlist boolean not null default false,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint seats_team_id_product_id_key unique (team_id, product_id),
  constraint seats_enough check (used between 0 and quantity),
  constraint seats_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1)
);
create index seats_product_id_idx on seats (product_id);

-- What was added to an allocation, or taken from it. The same reference again adds nothing. `quantity` of the allocation is
-- the sum; a trigger keeps it.
create table seat_entries (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  quantity integer not null,
  reference text,
  order_line_id bigint,
  -- The entry that it takes back: so an undoing is known, and can be undone itself.
  reverses_id bigint,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint seat_entries_seat_id_reference_key unique (seat_id, reference)
);
create index seat_entries_reversals_idx on seat_entries (seat_id) where reverses_id is not null;
create index seat_entries_order_line_id_idx on seat_entries (order_line_id) where order_line_id is not null;
create index seat_entries_operation_id_idx on seat_entries (operation_id);

create function sum_seats() returns trigger language plpgsql as $$
begin
  update seats set quantity = seats.quantity + change.quantity, updated_at = now()
  from (select seat_id, sum(quantity) as quantity from new_entries group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $$;

create trigger seat_entries_inserted after insert on seat_entries
  referencing new table as new_entries for each statement execute function sum_seats();

-- One learner's place on a team's seats: kept free for who is invited, taken by who came in. Never deleted: released.
create table claims (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  user_id bigint not null references users,
  invitation_id bigint,
  operation_id bigint not null,
  taken_at timestamptz,
  released_at timestamptz,
  released_operation_id bigint,
  created_at timestamptz not null default now()
);
create unique index claims_seat_id_user_id_key on claims (seat_id, user_id) where released_at is null;
-- Reservations are few.
create index claims_reserved_idx on claims (seat_id) where released_at is null and taken_at is null;
create index claims_operation_id_idx on claims (operation_id);
create index claims_released_operation_id_idx on claims (released_operation_id) where released_operation_id is not null;
create index claims_user_id_idx on claims (user_id);
create index claims_invitation_id_idx on claims (invitation_id) where invitation_id is not null;

create function count_claims() returns trigger language plpgsql as $$
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
end $$;

create function count_new_claims() returns trigger language plpgsql as $$
begin
  update seats set used = used + change.count
  from (select seat_id, count(*) as count from new_claims where released_at is null group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $$;

create trigger claims_inserted after insert on claims
  referencing new table as new_claims for each statement execute function count_new_claims();
create trigger claims_updated after update on claims
  referencing old table as old_claims new table as new_claims for each statement execute function count_claims();

-- Who waits for a seat, in the order of coming.
create table seat_waiters (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  user_id bigint not null references users,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint seat_waiters_seat_id_user_id_key unique (seat_id, user_id)
);

-- A named set of learners with courses attached: being in it gives them.
create table groups (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  description text not null default '',
  operation_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index groups_organization_id_name_key on groups (organization_id, lower(name)) where archived_at is null;
create index groups_organization_id_idx on groups (organization_id, id);
create index groups_organization_id_name_idx on groups (organization_id, name, id);

create table group_members (
  group_id bigint not null references groups,
  user_id bigint not null references users,
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint group_members_pkey primary key (group_id, user_id)
);
create index group_members_user_id_idx on group_members (user_id);

create table group_courses (
  group_id bigint not null references groups,
  course_id bigint not null references courses,
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint group_courses_pkey primary key (group_id, course_id)
);
create index group_courses_course_id_idx on group_courses (course_id);

-- A product offered to chosen organizations or teams: so many seats for so many credits.
create table catalog_items (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  product_id bigint not null references products,
  name text not null,
  description text not null default '',
  seats integer not null,
  credits numeric(14, 2) not null,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint catalog_items_seats_positive check (seats > 0),
  constraint catalog_items_credits_not_negative check (credits >= 0),
  constraint catalog_items_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1)
);
create index catalog_items_organization_id_idx on catalog_items (organization_id, id);
create index catalog_items_organization_id_name_idx on catalog_items (organization_id, name, id);

-- Who may buy it. An offer to an organization reaches its teams and those of the organizations below.
create table catalog_offers (
  catalog_item_id bigint not null references catalog_items,
  organization_id bigint references organizations,
  team_id bigint references teams,
  constraint catalog_offers_one_buyer check (num_nonnulls(organization_id, team_id) = 1),
  constraint catalog_offers_key unique nulls not distinct (catalog_item_id, organization_id, team_id)
);
create index catalog_offers_organization_id_idx on catalog_offers (organization_id) where organization_id is not null;
create index catalog_offers_team_id_idx on catalog_offers (team_id) where team_id is not null;

-- What a team or an organization has to spend. `balance` is the sum of its entries; a trigger keeps it.
create table credit_accounts (
  id bigint primary key default nextval('ids'),
  organization_id bigint references organizations,
  team_id bigint references teams,
  balance numeric(14, 2) not null default 0,
  constraint credit_accounts_one_owner check (num_nonnulls(organization_id, team_id) = 1),
  constraint credit_accounts_organization_id_key unique (organization_id),
  constraint credit_accounts_team_id_key unique (team_id),
  constraint credit_accounts_enough check (balance >= 0)
);

create table credit_entries (
  id bigint primary key default nextval('ids'),
  account_id bigint not null references credit_accounts,
  amount numeric(14, 2) not null,
  description text not null default '',
  order_id bigint,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint credit_entries_amount_not_zero check (amount <> 0)
);
create index credit_entries_account_id_created_at_idx on credit_entries (account_id, created_at, id);
create index credit_entries_order_id_idx on credit_entries (order_id) where order_id is not null;
create index credit_entries_operation_id_idx on credit_entries (operation_id);

create function sum_credits() returns trigger language plpgsql as $$
begin
  update credit_accounts set balance = balance + change.amount
  from (select account_id, sum(amount) as amount from new_entries group by account_id) as change
  where credit_accounts.id = change.account_id;
  return null;
end $$;

create trigger credit_entries_inserted after insert on credit_entries
  referencing new table as new_entries for each statement execute function sum_credits();

-- A purchase. The state follows from its moments (lib/order-state.ts).
create table orders (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  -- Billed to; null: to the organization itself.
  team_id bigint references teams,
  user_id bigint references users,
  reference text,
  source text,
  payment text not null,
  credits numeric(14, 2) not null default 0,
  operation_id bigint not null,
  completed_at timestamptz,
  cancelled_at timestamptz,
  failed_at timestamptz,
  -- Since when some of its lines are refunded, and since when all of them are.
  partially_refunded_at timestamptz,
  refunded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint orders_payment_known check (payment in ('credits', 'external'))
);
create unique index orders_organization_id_reference_key on orders (organization_id, reference) where reference is not null;
create index orders_organization_id_created_at_idx on orders (organization_id, created_at, id);
create index orders_team_id_created_at_idx on orders (team_id, created_at, id) where team_id is not null;
create index orders_user_id_created_at_idx on orders (user_id, created_at, id) where user_id is not null;
-- Most are completed, and stay so.
create index orders_unfinished_idx on orders (organization_id, created_at, id) where completed_at is null;
create index orders_refunded_idx on orders (organization_id, created_at, id) where partially_refunded_at is not null;

-- One thing bought: seats for the order's team, or a product for one learner.
create table order_lines (
  id bigint primary key default nextval('ids'),
  order_id bigint not null references orders,
  catalog_item_id bigint references catalog_items,
  product_id bigint not null references products,
  user_id bigint references users,
  quantity integer not null default 1,
  seats integer not null default 0,
  credits numeric(14, 2) not null default 0,
  -- As the catalog item had it when it was bought.
  access_months integer,
  access_days integer,
  access_until timestamptz,
  refunded_at timestamptz,
  refunded_operation_id bigint,
  refunded_reason text
);
create index order_lines_order_id_idx on order_lines (order_id);

-- A share link. Its token is shown once; only its SHA-256 is kept. `used` counts those who came by it or ask to, and were
-- not declined; a trigger keeps it.
create table links (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null default '',
  token_hash bytea not null,
  prefix text not null,
  team_id bigint references teams,
  group_id bigint references groups,
  course_id bigint references courses,
  max_uses integer,
  used integer not null default 0,
  domains text[] not null default '{}',
  needs_approval boolean not null default false,
  expires_at timestamptz,
  revoked_at timestamptz,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint links_token_hash_key unique (token_hash),
  constraint links_one_target check (num_nonnulls(team_id, group_id, course_id) = 1),
  constraint links_uses_left check (max_uses is null or used <= max_uses)
);
create index links_organization_id_idx on links (organization_id, id);
create index links_team_id_idx on links (team_id, id) where team_id is not null;
create index links_group_id_idx on links (group_id, id) where group_id is not null;
create index links_course_id_idx on links (course_id, id) where course_id is not null;

-- Who came by a link, or asks to. There is no account before they are let in.
create table link_joins (
  id bigint primary key default nextval('ids'),
  link_id bigint not null references links,
  email text collate "C" not null,
  first_name text not null,
  last_name text not null default '',
  user_id bigint references users,
  operation_id bigint not null,
  joined_at timestamptz,
  declined_at timestamptz,
  created_at timestamptz not null default now(),
  constraint link_joins_link_id_email_key unique (link_id, email)
);
create index link_joins_link_id_idx on link_joins (link_id, id);
create index link_joins_pending_idx on link_joins (link_id, id) where joined_at is null and declined_at is null;

create function count_new_joins() returns trigger language plpgsql as $$
begin
  update links set used = used + change.count
  from (select link_id, count(*) as count from new_joins where declined_at is null group by link_id) as change
  where links.id = change.link_id;
  return null;
end $$;

create function count_joins() returns trigger language plpgsql as $$
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
end $$;

create trigger link_joins_inserted after insert on link_joins
  referencing new table as new_joins for each statement execute function count_new_joins();
create trigger link_joins_updated after update on link_joins
  referencing old table as old_joins new table as new_joins for each statement execute function count_joins();

-- A mailed, pending way in. It keeps the claims made for it until it is taken up, withdrawn or expires. The state follows
-- from its moments (lib/invitation-state.ts).
create table invitations (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  team_id bigint references teams,
  user_id bigint not null references users,
  -- To whom it is written: the account may be somebody's elsewhere, by another name.
  first_name text not null,
  last_name text not null,
  -- In the team, or, without one, in the organization. Null: a learner, or what the person is already.
  role text,
  -- What it gives: courses and products by name, and of which seats one is kept for it.
  courses text[] not null default '{}',
  products text[] not null default '{}',
  group_ids bigint[] not null default '{}',
  seat_ids bigint[] not null default '{}',
  operation_id bigint not null,
  -- The last time that it was sent: its link is made from this id (lib/invitation-links.ts).
  sent_operation_id bigint not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- When it was noted that it had expired: its seats are free since.
  lapsed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index invitations_organization_id_idx on invitations (organization_id, id);
create index invitations_organization_id_expires_at_idx on invitations (organization_id, expires_at, id);
create index invitations_team_id_idx on invitations (team_id, id) where team_id is not null;
create index invitations_user_id_idx on invitations (user_id);
create index invitations_sent_operation_id_idx on invitations (sent_operation_id);
-- Most are accepted, and stay so.
create index invitations_open_idx on invitations (organization_id, id) where accepted_at is null and withdrawn_at is null;
create index invitations_withdrawn_idx on invitations (organization_id, id) where withdrawn_at is not null;
create index invitations_due_idx on invitations (expires_at, id)
  where accepted_at is null and withdrawn_at is null and lapsed_at is null;
create unique index invitations_pending_key on invitations (organization_id, user_id, team_id) nulls not distinct
  where accepted_at is null and withdrawn_at is null and lapsed_at is null;

-- Where a grant came from besides a call: the claim, group, order line, link or invitation.
alter table grants add column origin_id bigint;
-- What an operation gave or took away, to undo it. Grants of a plain call are found by the operation's user.
create index grants_operation_id_idx on grants (operation_id) where origin_id is not null;
create index grants_revoked_operation_id_idx on grants (revoked_operation_id) where revoked_operation_id is not null;
create index grants_origin_id_idx on grants (origin_id) where origin_id is not null;
create index enrollments_course_id_idx on enrollments (course_id, id);
create index enrollments_course_id_starts_at_idx on enrollments (course_id, starts_at, id);
-- What has no end comes last.
create index enrollments_course_id_ends_at_idx on enrollments (course_id, coalesce(ends_at, 'infinity'), id);
alter table enrollments add column end_noted_at timestamptz;
-- What was over before anybody noted it is no news.
update enrollments set end_noted_at = ends_at where ends_at <= now();
-- Whose end is still to come, or came and has not been noted yet.
create index enrollments_end_due_idx on enrollments (ends_at)
  where revoked_at is null and (end_noted_at is null or end_noted_at < ends_at);
-- What is rare among enrollments and grants; a plain provision writes to none of these.
create index enrollments_held_idx on enrollments (course_id, id)
  where suspended_at is not null or revoked_at is not null or completed_at is not null;
create index enrollments_upcoming_idx on enrollments (course_id, id) where starts_at - updated_at > interval '1 second';
create index grants_source_idx on grants (course_id, source) where source <> 'api';

-- Items opened for one learner, besides the starters of the course.
create table opened_items (
  enrollment_id bigint not null references enrollments,
  item_id bigint not null references items on delete cascade,
  operation_id bigint,
  at timestamptz not null,
  constraint opened_items_pkey primary key (enrollment_id, item_id)
);
create index opened_items_item_id_idx on opened_items (item_id);
create index opened_items_operation_id_idx on opened_items (operation_id);

-- A reminder is about one end of one enrollment and goes out once, unless somebody asks for it again.
alter table messages
  add column enrollment_id bigint,
  add column ends_at timestamptz,
  add column repeats bigint,
  drop constraint messages_kind_known,
  add constraint messages_kind_known
    check (kind in ('welcome', 'password_link', 'access_ending', 'access_ending_tomorrow', 'invitation'));
create unique index messages_enrollment_id_ends_at_kind_key on messages (enrollment_id, ends_at, kind)
  where enrollment_id is not null and repeats is null;
create index messages_user_id_idx on messages (user_id);

create index operations_organization_id_at_idx on operations (organization_id, at, id);
-- What is rare in the log is found without reading all of it; what is frequent costs nothing here.
create index operations_refused_idx on operations (organization_id, at, id) where result = 'refused';
create index operations_kind_idx on operations (organization_id, kind, at, id) where kind <> 'provision';
-- A key, a source or a result that is seldom: which stretches of the log may have it. A write hardly pays for it.
create index operations_rare_idx on operations
  using brin (actor_id int8_bloom_ops, source text_bloom_ops, result text_bloom_ops) with (autosummarize = on);

alter table keys
  add column scopes text[] not null default '{provision}',
  add column expires_at timestamptz,
  add column allowed_addresses inet[] not null default '{}',
  add column rate_limit integer,
  add column api_version text not null default '2026-12-01',
  add column updated_at timestamptz not null default now();
create index keys_organization_id_idx on keys (organization_id, id);

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
