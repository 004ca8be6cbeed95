-- Who there is, and how they sign in. The words are the glossary's (ARCHITECTURE.md), here and in all files that follow.
-- Every index and foreign key on the tables that a provision writes (users, memberships, enrollments, grants, operations,
-- messages) is paid for at each call: add with care.

-- Ids come from one sequence, so that a number names one thing. One value of it stands for the block of ids that begins
-- with it: 64 of them (provisioning/ids.ts).
create sequence ids increment by 64;

-- `updated_at` names a state of a row (the `ETag`): no two may have the same. It is the moment when a call came in, and the
-- one that came in first may be the last to change the row: then it moves on by the smallest step that a tag tells. Each
-- table that is changed by people has the trigger `…_moved_on`.
create function move_on() returns trigger language plpgsql as $$
begin
  new.updated_at = date_trunc('milliseconds', old.updated_at) + interval '1 millisecond';
  return new;
end $$;

-- An account. The identity is the normalized email. One set-password link is live at a time: an id, from which its tokens
-- are made with the server's secret (src/lib/password-links.ts). `email_verified`: the person chose a password by mail.
create table users (
  id bigint primary key default nextval('ids'),
  -- Compared by its bytes, so that the index finds all that begin with something.
  email text collate "C" not null,
  first_name text not null,
  last_name text not null default '',
  email_verified boolean not null default false,
  password_set_at timestamptz,
  password_link_id bigint,
  password_link_expires_at timestamptz,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- The language that the person chose; null: as their organization has it.
  locale text,
  -- An address by which somebody was known before: a row like that of an account, so that one index says of every address
  -- whose it is, whoever comes first. It says whose alias it is and has nothing else; with the account it goes.
  alias_of bigint references users on delete cascade,
  -- The address that the person wants to have instead, until the link is followed that is mailed there (src/lib/email-links.ts).
  wanted_email text collate "C",
  wanted_email_link_id bigint,
  wanted_email_until timestamptz,
  constraint users_email_key unique (email),
  constraint users_alias_of_another check (alias_of <> id)
);
create index users_alias_of_idx on users (alias_of) where alias_of is not null;
create index users_alias_email_idx on users (email) where alias_of is not null;
create trigger users_moved_on before update of updated_at on users for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- Memberships follow the account (0002_organizations.sql). What an organization shows of somebody is of both: the
-- `updated_at` of the membership is never behind the account's.
create function rename_member() returns trigger language plpgsql as $$
begin
  update memberships set email = new.email, first_name = new.first_name, last_name = new.last_name, updated_at = new.updated_at
  where user_id = new.id and invited_at is null;
  return null;
end $$;
create trigger users_renamed after update on users
  for each row when ((old.email, old.first_name, old.last_name, old.updated_at)
    is distinct from (new.email, new.first_name, new.last_name, new.updated_at))
  execute function rename_member();

-- The tables of the sign-in library (src/identity/auth.ts), in our words and with our ids.

-- A signed-in browser. Its cookie holds the token; only the token's SHA-256 is kept.
create table sessions (
  id bigint primary key default nextval('ids'),
  user_id bigint not null references users on delete cascade,
  token_hash text not null,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  -- Whom its person acts as, and until when (src/impersonation/). It stays the session of its own person.
  impersonates_id bigint references users on delete cascade,
  impersonation_ends_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sessions_token_hash_key unique (token_hash),
  constraint sessions_impersonation_whole check ((impersonates_id is null) = (impersonation_ends_at is null))
);
create index sessions_user_id_idx on sessions (user_id);
-- Who was here lately.
create index sessions_updated_at_idx on sessions (updated_at);

-- A way in: the user's password (provider `credential`, account id = user id, Argon2id), later an identity elsewhere.
create table accounts (
  id bigint primary key default nextval('ids'),
  user_id bigint not null references users on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint accounts_provider_id_account_id_key unique (provider_id, account_id)
);
create index accounts_user_id_idx on accounts (user_id);

-- What the library must remember for some minutes, such as the state of a sign-in that went elsewhere.
create table verifications (
  id bigint primary key default nextval('ids'),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier_idx on verifications (identifier);

-- How often something that can be tried too often was tried, until when the count stands.
create table attempts (
  key text primary key,
  count integer not null,
  ends_at timestamptz not null
);
