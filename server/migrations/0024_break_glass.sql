-- All owners of an organization are told when one of them comes in past single sign-on.
alter table messages drop constraint messages_kind_known, add constraint messages_kind_known check (kind in (
  'welcome', 'password_link', 'access_ending', 'access_ending_tomorrow', 'invitation', 'email_change', 'email_changed',
  'recovery_code_used', 'break_glass_used'));
