-- People sign in by passkeys, alone or after the password, as they do by an authenticator program.

-- A passkey is chosen by somebody who knows the password, and ends with it, as the authenticator does (decision 56).
create table passkeys (
  id bigint primary key default nextval('ids'),
  user_id bigint not null references passwords on delete cascade,
  -- As the authenticator calls it, in Base64url.
  credential_id text not null constraint passkeys_credential_id_key unique,
  public_key bytea not null,
  -- How often it says that it has signed: never less than before. Those that are kept in step over several devices say 0.
  counter bigint not null,
  -- How browsers reach it: `internal`, `usb`, …
  transports text[] not null default '{}',
  -- Whether it may be on several devices, and is.
  backup_eligible boolean not null,
  backed_up boolean not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_user_id_idx on passkeys (user_id);

alter table passwords
  -- How many there are: a trigger counts them.
  add column passkeys integer not null default 0,
  -- What authenticators know the account by: random, so that it says nothing.
  add column user_handle bytea constraint passwords_user_handle_key unique,
  -- The one place that says so. In the row that whoever starts a session by the password locks: it sees a first passkey that came
  -- meanwhile, which it would not by looking into the other table.
  add column has_second_factor boolean not null generated always as (authenticator_since is not null or passkeys > 0) stored;

create function count_passkeys() returns trigger language plpgsql as $$
begin
  update passwords set passkeys = passkeys + case tg_op when 'INSERT' then 1 else -1 end
  where user_id = coalesce(new.user_id, old.user_id);
  return null;
end $$;
create trigger passkeys_counted after insert or delete on passkeys for each row execute function count_passkeys();

-- A session that a passkey vouched for ends with it.
alter table sessions
  add column passkey_id bigint references passkeys on delete cascade,
  add constraint sessions_passkey_whole check ((method = 'passkey') = (passkey_id is not null));
create index sessions_passkey_id_idx on sessions (passkey_id) where passkey_id is not null;

-- What a passkey is to sign, each once and in the browser that was told it.
create table passkey_challenges (
  challenge_hash text primary key,
  -- Of what the browser's cookie holds.
  browser_hash text not null,
  purpose text not null constraint passkey_challenges_purpose_known check (purpose in ('register', 'sign_in', 'second_factor')),
  -- Whose passkey it must be. Null: whoever comes.
  user_id bigint references passwords on delete cascade,
  expires_at timestamptz not null
);
create index passkey_challenges_user_id_idx on passkey_challenges (user_id);
