-- When somebody came in first, by whatever way: a password that was set, or an organization's identity provider. It ends with what
-- others may have got hold of, as `password_set_at` does.
alter table users add column activated_at timestamptz;
update users set activated_at = password_set_at where password_set_at is not null;
