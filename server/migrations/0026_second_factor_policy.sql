-- Whether an organization's people must have a second factor beside their password. What an organization says holds for all below
-- it; null leaves it to them.
alter table organizations
  add column second_factor text,
  -- So many days somebody has to set one up: from when it was said, or since they are a member.
  add column second_factor_days integer,
  add column second_factor_since timestamptz,
  -- Which organization above said it, if one did: then it is not its own to change.
  add column second_factor_from bigint references organizations,
  add constraint organizations_second_factor_known check (second_factor in ('optional', 'for_roles', 'for_all')),
  add constraint organizations_second_factor_whole check (
    num_nonnulls(second_factor, second_factor_days, second_factor_since) in (0, 3)),
  add constraint organizations_second_factor_days_few check (second_factor_days between 0 and 90);
