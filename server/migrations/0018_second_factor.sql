-- Besides a password somebody may be asked for a code of an authenticator program, before there is a session.

-- It is chosen with the password and ends with it. In one row with it, so that whoever starts a session by the password sees
-- under its lock whether a code must be shown.
alter table passwords
  -- What the program was given, sealed by the server's secret.
  add column authenticator bytea,
  -- Null: no right code was shown yet, and none is asked for.
  add column authenticator_since timestamptz,
  -- Of the last code that was taken: neither it nor an earlier one is taken again.
  add column authenticator_step bigint,
  add constraint passwords_authenticator_whole check (authenticator is not null or authenticator_since is null);

-- In place of a code, for who has lost the program: each once.
create table recovery_codes (
  user_id bigint not null references passwords on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- Browsers whose password was right, and that are asked for the second factor. None of them is signed in.
create table pending_sign_ins (
  token_hash text primary key,
  user_id bigint not null references passwords on delete cascade,
  -- Of the password that was right: another one since, and this is over.
  hash text not null,
  tries integer not null default 0,
  expires_at timestamptz not null
);
create index pending_sign_ins_user_id_idx on pending_sign_ins (user_id);

alter table messages drop constraint messages_kind_known, add constraint messages_kind_known check (kind in (
  'welcome', 'password_link', 'access_ending', 'access_ending_tomorrow', 'invitation', 'email_change', 'email_changed',
  'recovery_code_used'));
