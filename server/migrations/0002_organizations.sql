-- Organizations, what they set, who belongs to them and as what, and the keys by which their programs call.

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
  description text not null default '',
  archived_at timestamptz,
  updated_at timestamptz not null default now(),
  -- Calls a minute for each of its keys; 0: as many as they like.
  rate_limit integer not null default 1000,
  -- How its people sign in; null: as in the organization above, at the root by password. With single sign-on nobody is
  -- mailed a way in: what is given is there when they first come.
  sign_in_mode text,
  -- What clients of the Northpass API expect of it (lib/northpass-settings.ts).
  northpass jsonb not null default '{"existing_group": "return", "existing_person": "return", "calls_a_second": 10}',
  -- Who said how its people sign in, where that was an organization above: then it is not its own to change.
  sign_in_mode_from bigint references organizations,
  constraint organizations_slug_key unique (slug),
  constraint organizations_sign_in_mode_known check (sign_in_mode in ('password', 'single_sign_on'))
);
create index organizations_path_idx on organizations using gin (path);
create index organizations_parent_id_idx on organizations (parent_id, id);
create index organizations_name_idx on organizations (name, id);
create trigger organizations_moved_on before update of updated_at on organizations for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

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
create trigger settings_moved_on before update of updated_at on settings for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- What an organization says about a person is the membership's: the account is shared by all its organizations.
-- Rows that every call writes have no foreign key to an organization or a course: the check would lock that one row in
-- every call, for all others too. The engine reads both in the transaction that writes; they are archived, never deleted.
create table memberships (
  user_id bigint not null references users,
  organization_id bigint not null,
  role text not null default 'learner',
  operation_id bigint,
  created_at timestamptz not null default now(),
  external_id text,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  locale text,
  -- Since when the person is invited and has not accepted: until then it opens nothing.
  invited_at timestamptz,
  suspended_at timestamptz,
  updated_at timestamptz not null default now(),
  -- By which email and names an organization knows somebody: those of the account; of who is only invited, those that the
  -- invitation was written to, for the account may be somebody's elsewhere. Kept here, so that people are sorted and
  -- searched by an index of their organization's own. Whoever adds a member may say them; otherwise, and ever after, they
  -- follow by themselves: here, by `users_renamed` and by `invitations_added`.
  email text collate "C" not null,
  first_name text not null,
  last_name text not null,
  constraint memberships_pkey primary key (user_id, organization_id)
);
create index memberships_organization_id_user_id_idx on memberships (organization_id, user_id);
create index memberships_organization_id_created_at_idx on memberships (organization_id, created_at, user_id);
create unique index memberships_organization_id_external_id_key on memberships (organization_id, external_id)
  where external_id is not null;
create index memberships_tags_idx on memberships using gin (tags) where tags <> '{}';
create index memberships_custom_fields_idx on memberships using gin (custom_fields) where custom_fields <> '{}';
-- Learners are nearly all: the index is of the others, so that joining does not pay for it.
create index memberships_organization_id_role_idx on memberships (organization_id, role, user_id) where role <> 'learner';
create index memberships_email_idx on memberships (organization_id, email, user_id);
create index memberships_name_idx on memberships
  (organization_id, (lower(first_name || ' ' || last_name) collate "C"), user_id);
create index memberships_last_name_idx on memberships (organization_id, (lower(last_name) collate "C"), user_id);
-- Few are suspended: whoever asks whether somebody is looks here.
create index memberships_suspended_idx on memberships (user_id, organization_id) where suspended_at is not null;
create trigger memberships_moved_on before update of updated_at on memberships for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

create function name_member() returns trigger language plpgsql as $$
begin
  select users.email, users.first_name, users.last_name into new.email, new.first_name, new.last_name
  from users where id = new.user_id;
  return new;
end $$;
create trigger memberships_added before insert on memberships
  for each row when (new.email is null) execute function name_member();
create trigger memberships_entered before update on memberships
  for each row when (old.invited_at is not null and new.invited_at is null) execute function name_member();

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
create trigger custom_fields_moved_on before update of updated_at on custom_fields for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

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
create trigger roles_moved_on before update of updated_at on roles for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

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
  scopes text[] not null default '{provision}',
  expires_at timestamptz,
  allowed_addresses inet[] not null default '{}',
  rate_limit integer,
  api_version text not null default '2026-12-01',
  updated_at timestamptz not null default now(),
  constraint keys_hash_key unique (hash)
);
create index keys_organization_id_idx on keys (organization_id, id);
create trigger keys_moved_on before update of updated_at on keys for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();
