-- People sign in by their organization's own identity provider, and a session says who vouched for it.

-- Where an organization's people sign in, by OpenID Connect or SAML 2.0. It counts in its organization's subtree alone: whoever
-- runs it can make it say anything. The nearest up the tree is an organization's; with `single_sign_on` it is the only way in.
create table identity_providers (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  protocol text not null,
  -- What kind of provider it is, for what it is known to need: `okta`, `entra`, …, `other`.
  preset text not null,
  -- As people are shown it.
  name text not null,
  enabled boolean not null default false,
  -- What is said of it, by protocol (src/sign-on/settings.ts); nothing secret.
  settings jsonb not null default '{}',
  -- Of OpenID Connect, sealed by the server's secret.
  client_secret_sealed bytea,
  -- When somebody signed in by it to try it, as it is now.
  tested_at timestamptz,
  archived_at timestamptz,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint identity_providers_protocol_known check (protocol in ('oidc', 'saml')),
  constraint identity_providers_archived_off check (archived_at is null or not enabled)
);
create index identity_providers_organization_id_idx on identity_providers (organization_id);
create trigger identity_providers_moved_on before update of updated_at on identity_providers for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- Somebody as a provider knows them: never by the email. A copied issuer in another organization's provider is another identity.
create table identities (
  id bigint primary key default nextval('ids'),
  provider_id bigint not null references identity_providers on delete cascade,
  issuer text not null,
  subject text collate "C" not null,
  user_id bigint not null references users on delete cascade,
  operation_id bigint,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  constraint identities_provider_id_issuer_subject_key unique (provider_id, issuer, subject)
);
create index identities_user_id_idx on identities (user_id);

-- What vouched for a session's person: a password, a passkey, or an identity at a provider. The session ends with the identity.
alter table sessions
  add column method text not null default 'password',
  -- When a second factor was shown, besides the password.
  add column second_factor_at timestamptz,
  -- When its person proved last who it is: what is dangerous asks for it again.
  add column proven_at timestamptz not null default now(),
  add column identity_id bigint references identities on delete cascade,
  -- What the provider calls its own session (`sid`, SessionIndex), by which it ends ours.
  add column provider_session text,
  add constraint sessions_method_known check (method in ('password', 'passkey', 'provider')),
  add constraint sessions_identity_whole check ((method = 'provider') = (identity_id is not null));
create index sessions_identity_id_idx on sessions (identity_id) where identity_id is not null;

-- Whom a password and a second factor let in where the provider is the only way: should it fail, somebody must get in.
create table break_glass_owners (
  organization_id bigint not null references organizations,
  user_id bigint not null references users on delete cascade,
  operation_id bigint,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create index break_glass_owners_user_id_idx on break_glass_owners (user_id);
