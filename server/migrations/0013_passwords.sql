-- How people sign in is ours alone: a password has a table of its own, and nothing is kept for a library.

-- What of somebody's password is kept (src/identity/passwords.ts). Whoever has one may sign in by it.
create table passwords (
  user_id bigint primary key references users on delete cascade,
  hash text not null,
  updated_at timestamptz not null default now()
);
insert into passwords (user_id, hash, updated_at)
select user_id, password, updated_at from accounts where provider_id = 'credential' and password is not null;

drop table accounts;
drop table verifications;

-- Cookies are written in another way: everybody signs in once more.
delete from sessions;
