-- A mail to a person. Its words are made from what stands at the time it is sent; it holds no secret.
create table messages (
  id bigint primary key default nextval('ids'),
  kind text not null,
  user_id bigint not null,
  organization_id bigint,
  operation_id bigint,
  -- `held`: what is given to somebody whose membership is suspended is held back, and so is the mail that says so: it goes
  -- out when the membership is resumed.
  state text not null default 'queued',
  attempts smallint not null default 0,
  due_at timestamptz not null default now(),
  claimed_at timestamptz,
  sent_at timestamptz,
  error text,
  created_at timestamptz not null default now(),
  -- A reminder is about one end of one enrollment and goes out once, unless somebody asks for it again.
  enrollment_id bigint,
  ends_at timestamptz,
  repeats bigint,
  -- Where it goes, if not to the account's address.
  address text collate "C",
  constraint messages_kind_known check (kind in (
    'welcome', 'password_link', 'access_ending', 'access_ending_tomorrow', 'invitation', 'email_change', 'email_changed')),
  constraint messages_state_known check (state in ('queued', 'sending', 'sent', 'failed', 'held'))
);
create unique index messages_enrollment_id_ends_at_kind_key on messages (enrollment_id, ends_at, kind)
  where enrollment_id is not null and repeats is null;
create index messages_user_id_idx on messages (user_id);
-- Mails as an organization looks through them; those that failed are rare.
create index messages_organization_id_idx on messages (organization_id, id);
create index messages_failed_idx on messages (organization_id, id) where state = 'failed';
-- Organizations take turns in what is mailed: who waits is found by them. What a process left behind half sent is found there too.
create index messages_waiting_idx on messages (coalesce(organization_id, 0), due_at) where state in ('queued', 'sending');
