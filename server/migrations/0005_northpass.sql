alter table organizations
  -- How its people sign in; null: as in the organization above, at the root by password. With single sign-on nobody is
  -- mailed a way in: what is given is there when they first come.
  add column sign_in_mode text,
  -- What clients of the Northpass API expect of it (lib/northpass-settings.ts).
  add column northpass jsonb not null
    default '{"existing_group": "return", "existing_person": "return", "calls_a_second": 10}',
  add constraint organizations_sign_in_mode_known check (sign_in_mode in ('password', 'single_sign_on'));
