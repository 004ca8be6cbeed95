-- An address by which somebody was known before: a row like that of an account, so that one index says of every address whose it
-- is, whoever comes first. It says whose alias it is and has nothing else; with the account it goes.
alter table users add column alias_of bigint references users on delete cascade,
  -- The address that the person wants to have instead, until the link is followed that is mailed there (src/lib/email-links.ts).
  add column wanted_email text collate "C",
  add column wanted_email_link_id bigint,
  add column wanted_email_until timestamptz,
  add constraint users_alias_of_another check (alias_of <> id);
create index users_alias_of_idx on users (alias_of) where alias_of is not null;
create index users_alias_email_idx on users (email) where alias_of is not null;

-- Where a mail goes that does not go to the account's address.
alter table messages add column address text collate "C",
  drop constraint messages_kind_known,
  add constraint messages_kind_known check (kind in (
    'welcome', 'password_link', 'access_ending', 'access_ending_tomorrow', 'invitation', 'email_change', 'email_changed'));
