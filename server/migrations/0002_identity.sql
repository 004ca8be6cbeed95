-- How people sign in. The tables are those of the sign-in library (src/identity/auth.ts), in our words and with our ids.

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

-- Who acted as the person that asked; null: the person did.
alter table operations add column impersonator_id bigint;

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
