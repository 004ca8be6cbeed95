-- Other learning platforms that are kept in step with what is decided here.

create table connections (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  kind text not null,
  name text not null,
  -- What goes there and what comes from there: out, in, both.
  direction text not null default 'both',
  -- Where it is and how it is spoken to, by its kind. What opens it is sealed with SECRET_KEY.
  settings jsonb not null,
  secrets_sealed bytea,
  -- Calls a minute that it takes from all of us together.
  rate integer not null,
  -- The moment up to which calls have been given out: each moves it on.
  next_call_at timestamptz not null default '-infinity',
  -- It said itself when it takes calls again.
  waits_until timestamptz,
  -- Since when it lets nobody in who shows our key: nothing is tried until somebody says so.
  refused_at timestamptz,
  refusal text,
  -- Since when nothing has got through; null: the last call has.
  failing_since timestamptz,
  failure text,
  -- While it fails, nobody tries before then; and how often that was.
  retry_at timestamptz,
  failures integer not null default 0,
  -- One server at a time works on it: since when, and until when it is its own unless it says that it is still at it.
  claimed_at timestamptz,
  claimed_until timestamptz,
  paused_at timestamptz,
  -- When all of it was last compared to the end, and when it is to be next.
  compared_at timestamptz,
  compare_at timestamptz,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint connections_kind_known check (kind in ('thinkific', 'moodle')),
  constraint connections_direction_known check (direction in ('out', 'in', 'both')),
  constraint connections_rate_positive check (rate > 0)
);
create index connections_organization_id_idx on connections (organization_id, id);
create trigger connections_moved_on before update of updated_at on connections for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- What is there, by its id there, and which of ours it is.
create table external_things (
  id bigint primary key default nextval('ids'),
  connection_id bigint not null references connections,
  kind text not null,
  theirs text not null,
  -- A user, or a course; null: none of ours.
  ours bigint,
  name text,
  -- As it was last read there.
  data jsonb not null default '{}',
  read_at timestamptz,
  constraint external_things_kind_known check (kind in ('user', 'course', 'bundle', 'group', 'order')),
  constraint external_things_theirs_key unique (connection_id, kind, theirs)
);
-- A course here is one thing there, a course or a bundle; a user one account.
create unique index external_things_user_key on external_things (connection_id, ours) where kind = 'user' and ours is not null;
create unique index external_things_course_key on external_things (connection_id, ours)
  where kind in ('course', 'bundle') and ours is not null;
-- Whose enrollments concern whom: looked at with each change of one, where there is a connection at all.
create index external_things_ours_idx on external_things (ours) where ours is not null;

-- What somebody has of a course there: as it was last seen, as we are writing it, and what of it is theirs and not ours to take
-- away. By their course, for several of ours may be the same there, and a bundle there is several.
create table external_enrollments (
  connection_id bigint not null references connections,
  user_id bigint not null references users,
  -- Their id of the course, and of the enrollment; null: not there yet, or not known.
  course text not null,
  theirs text,
  seen jsonb,
  sending jsonb,
  own jsonb,
  constraint external_enrollments_pkey primary key (connection_id, user_id, course)
);

-- Whose enrollments there may not be as they are here: what is so is looked up when it is their turn.
create table due_people (
  connection_id bigint not null references connections,
  user_id bigint not null references users,
  -- Who waits for a way in goes before who has one, and both before what is compared at night: 0, 1, 2.
  urgency smallint not null,
  due_at timestamptz not null,
  -- Counts how often it was said: what is said while somebody is at it is done again.
  marks integer not null default 1,
  -- What is there is to be read, also where it is as it should be by all that we remember.
  look boolean not null default false,
  attempts integer not null default 0,
  -- Why it is not so yet: what they answered. With a problem that is theirs alone it waits for somebody to look: `infinity`.
  problem jsonb,
  constraint due_people_pkey primary key (connection_id, user_id)
);
create index due_people_turn_idx on due_people (connection_id, urgency, due_at);

-- In the transaction of what changed. In one order of people, as all that hangs on accounts.
create function mark_due(users bigint[], courses bigint[]) returns void language sql as $$
  insert into due_people (connection_id, user_id, urgency, due_at)
    select thing.connection_id, changed.user_id, case when min(known.id) is null then 0 else 1 end, now()
    from unnest(users, courses) as changed (user_id, course_id)
    join external_things thing on thing.ours = changed.course_id and thing.kind in ('course', 'bundle')
    left join external_things known
      on known.connection_id = thing.connection_id and known.kind = 'user' and known.ours = changed.user_id
    group by thing.connection_id, changed.user_id order by changed.user_id, thing.connection_id
  on conflict (connection_id, user_id) do update
    set marks = due_people.marks + 1, urgency = least(due_people.urgency, excluded.urgency),
      due_at = least(due_people.due_at, excluded.due_at)
$$;

-- Who is known there and is called otherwise here, held back, or somebody else's alias from now on.
create function mark_known_due(people bigint[]) returns void language sql as $$
  insert into due_people (connection_id, user_id, urgency, due_at)
    select thing.connection_id, thing.ours, 1, now()
    from external_things thing where thing.kind = 'user' and thing.ours = any(people) order by thing.ours, thing.connection_id
  on conflict (connection_id, user_id) do update
    set marks = due_people.marks + 1, urgency = least(due_people.urgency, 1), due_at = least(due_people.due_at, excluded.due_at)
$$;

create function mark_changed_user() returns trigger language plpgsql as $$
begin
  perform mark_known_due(array[new.id]);
  return null;
end $$;
create trigger users_mark_due after update of email, first_name, last_name, alias_of on users for each row
  when (row(old.email, old.first_name, old.last_name, old.alias_of)
    is distinct from row(new.email, new.first_name, new.last_name, new.alias_of)) execute function mark_changed_user();

create function mark_held_member() returns trigger language plpgsql as $$
begin
  perform mark_known_due(array[new.user_id]);
  return null;
end $$;
create trigger memberships_mark_due after update of suspended_at on memberships for each row
  when (old.suspended_at is distinct from new.suspended_at) execute function mark_held_member();
