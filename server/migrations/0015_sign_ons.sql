-- Signing in by an identity provider: domains that are an organization's, what is under way, and what came of it.

-- What only we and the provider know, sealed by the server's secret: of OpenID Connect the client's secret, of SAML our keys.
alter table identity_providers rename column client_secret_sealed to secrets_sealed;

-- A domain of email addresses that an organization has shown to be its own, by a TXT record. It is one organization's at a time;
-- those below it use it too. After three looks that found no record it has lapsed, and may become another's.
create table domains (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  -- Small letters, in ASCII.
  name text collate "C" not null,
  -- What the record must say.
  token text not null,
  proven_at timestamptz,
  lapsed_at timestamptz,
  looked_at timestamptz,
  misses integer not null default 0,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint domains_organization_id_name_key unique (organization_id, name)
);
create unique index domains_proven_key on domains (name) where proven_at is not null and lapsed_at is null;
create index domains_due_idx on domains (looked_at) where proven_at is not null and lapsed_at is null;
create trigger domains_moved_on before update of updated_at on domains for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- Somebody has been sent to a provider and is to come back, once, in the same browser. Of what each of them holds, the SHA-256.
create table pending_sign_ons (
  request_hash bytea primary key,
  provider_id bigint not null references identity_providers on delete cascade,
  browser_hash bytea not null,
  -- What is to be compared with the answer, and where the person wanted to go; sealed by what the browser holds.
  sealed bytea not null,
  expires_at timestamptz not null
);
create index pending_sign_ons_expires_at_idx on pending_sign_ons (expires_at);

-- Answers of providers that were taken, each once, for as long as they would be good.
create table used_answers (
  provider_id bigint not null references identity_providers on delete cascade,
  answer_hash bytea not null,
  expires_at timestamptz not null,
  primary key (provider_id, answer_hash)
);
create index used_answers_expires_at_idx on used_answers (expires_at);

-- What came of signing in by a provider. The person who could not come in is told the id, and the administrator finds it here.
create table sign_ons (
  id bigint primary key default nextval('ids'),
  provider_id bigint not null references identity_providers on delete cascade,
  result text not null,
  user_id bigint references users on delete cascade,
  -- As the provider says it.
  subject text,
  email text,
  -- What did not pass, and what came and was expected.
  refused_by text,
  code text,
  detail text,
  -- How far the provider's clock was ahead of ours.
  clock_skew_ms integer,
  ip inet,
  at timestamptz not null default now(),
  constraint sign_ons_result_known check (result in ('signed_in', 'refused', 'tested'))
);
create index sign_ons_provider_id_idx on sign_ons (provider_id, id);
create index sign_ons_user_id_idx on sign_ons (user_id) where user_id is not null;
create index sign_ons_at_idx on sign_ons (at);
