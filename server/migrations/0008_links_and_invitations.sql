-- The two ways in that people take themselves: by a share link, and by an invitation that was mailed to them.

-- A share link. Its token is shown once; only its SHA-256 is kept. `used` counts those who came by it or ask to, and were
-- not declined; a trigger keeps it.
create table links (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null default '',
  token_hash bytea not null,
  prefix text not null,
  team_id bigint references teams,
  group_id bigint references groups,
  course_id bigint references courses,
  max_uses integer,
  used integer not null default 0,
  domains text[] not null default '{}',
  needs_approval boolean not null default false,
  expires_at timestamptz,
  revoked_at timestamptz,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint links_token_hash_key unique (token_hash),
  constraint links_one_target check (num_nonnulls(team_id, group_id, course_id) = 1),
  constraint links_uses_left check (max_uses is null or used <= max_uses)
);
create index links_organization_id_idx on links (organization_id, id);
create index links_team_id_idx on links (team_id, id) where team_id is not null;
create index links_group_id_idx on links (group_id, id) where group_id is not null;
create index links_course_id_idx on links (course_id, id) where course_id is not null;
create trigger links_moved_on before update of updated_at on links for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- Who came by a link, or asks to. There is no account before they are let in.
create table link_joins (
  id bigint primary key default nextval('ids'),
  link_id bigint not null references links,
  email text collate "C" not null,
  first_name text not null,
  last_name text not null default '',
  user_id bigint references users,
  operation_id bigint not null,
  joined_at timestamptz,
  declined_at timestamptz,
  created_at timestamptz not null default now(),
  constraint link_joins_link_id_email_key unique (link_id, email)
);
create index link_joins_link_id_idx on link_joins (link_id, id);
create index link_joins_pending_idx on link_joins (link_id, id) where joined_at is null and declined_at is null;

create function count_new_joins() returns trigger language plpgsql as $$
begin
  update links set used = used + change.count
  from (select link_id, count(*) as count from new_joins where declined_at is null group by link_id) as change
  where links.id = change.link_id;
  return null;
end $$;

create function count_joins() returns trigger language plpgsql as $$
begin
  update links set used = used + change.count
  from (
    select link_id, sum(count) as count
    from (
      select link_id, 1 as count from new_joins where declined_at is null
      union all
      select link_id, -1 from old_joins where declined_at is null
    ) as each_join
    group by link_id
  ) as change
  where links.id = change.link_id and change.count <> 0;
  return null;
end $$;

create trigger link_joins_inserted after insert on link_joins
  referencing new table as new_joins for each statement execute function count_new_joins();
create trigger link_joins_updated after update on link_joins
  referencing old table as old_joins new table as new_joins for each statement execute function count_joins();

-- A mailed, pending way in. It keeps the claims made for it until it is taken up, withdrawn or expires. The state follows
-- from its moments (lib/invitation-state.ts).
create table invitations (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  team_id bigint references teams,
  user_id bigint not null references users,
  -- To whom it is written: the account may be somebody's elsewhere, by another name.
  first_name text not null,
  last_name text not null,
  -- In the team, or, without one, in the organization. Null: a learner, or what the person is already.
  role text,
  -- What it gives: courses and products by name, and of which seats one is kept for it.
  courses text[] not null default '{}',
  products text[] not null default '{}',
  group_ids bigint[] not null default '{}',
  seat_ids bigint[] not null default '{}',
  operation_id bigint not null,
  -- The last time that it was sent: its link is made from this id (lib/invitation-links.ts).
  sent_operation_id bigint not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- When it was noted that it had expired: its seats are free since.
  lapsed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index invitations_organization_id_idx on invitations (organization_id, id);
create index invitations_organization_id_expires_at_idx on invitations (organization_id, expires_at, id);
create index invitations_team_id_idx on invitations (team_id, id) where team_id is not null;
create index invitations_user_id_idx on invitations (user_id);
create index invitations_sent_operation_id_idx on invitations (sent_operation_id);
-- Most are accepted, and stay so.
create index invitations_open_idx on invitations (organization_id, id) where accepted_at is null and withdrawn_at is null;
create index invitations_withdrawn_idx on invitations (organization_id, id) where withdrawn_at is not null;
create index invitations_due_idx on invitations (expires_at, id)
  where accepted_at is null and withdrawn_at is null and lapsed_at is null;
create unique index invitations_pending_key on invitations (organization_id, user_id, team_id) nulls not distinct
  where accepted_at is null and withdrawn_at is null and lapsed_at is null;
-- By the beginning of a name.
create index invitations_name_idx on invitations (organization_id, (lower(first_name || ' ' || last_name) collate "C"));
create index invitations_last_name_idx on invitations (organization_id, (lower(last_name) collate "C"));
create trigger invitations_moved_on before update of updated_at on invitations for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- By the names of the invitation its organization knows the person, until it is accepted (memberships).
create function name_invited() returns trigger language plpgsql as $$
begin
  update memberships set first_name = new.first_name, last_name = new.last_name
  where user_id = new.user_id and organization_id = new.organization_id and invited_at is not null;
  return null;
end $$;
create trigger invitations_added after insert on invitations for each row execute function name_invited();
