-- Teams, their members, and the seats that they bought. Seats are counted by the database itself, so that no count can drift.

-- A unit that buys seats and looks after people.
create table teams (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  description text not null default '',
  -- The reference of the call that made it: the same call again finds it.
  reference text,
  operation_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index teams_organization_id_name_key on teams (organization_id, lower(name)) where archived_at is null;
create index teams_organization_id_idx on teams (organization_id, id);
create index teams_organization_id_name_idx on teams (organization_id, name, id);
create trigger teams_moved_on before update of updated_at on teams for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

create table team_members (
  team_id bigint not null references teams,
  user_id bigint not null references users,
  role text not null default 'learner',
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint team_members_pkey primary key (team_id, user_id)
);
create index team_members_user_id_idx on team_members (user_id);
create index team_members_role_idx on team_members (team_id, role) where role <> 'learner';

-- A team's allocation of a product. `used` counts the claims that stand, reservations among them; a trigger keeps it.
create table seats (
  id bigint primary key default nextval('ids'),
  team_id bigint not null references teams,
  product_id bigint not null references products,
  quantity integer not null default 0,
  used integer not null default 0,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  waitlist boolean not null default false,
  operation_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint seats_team_id_product_id_key unique (team_id, product_id),
  constraint seats_enough check (used between 0 and quantity),
  constraint seats_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1)
);
create index seats_product_id_idx on seats (product_id);
create trigger seats_moved_on before update of updated_at on seats for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- What was added to an allocation, or taken from it. The same reference again adds nothing. `quantity` of the allocation is
-- the sum; a trigger keeps it.
create table seat_entries (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  quantity integer not null,
  -- One that we make up ourselves, by an Idempotency-Key, begins with a character that no caller can send.
  reference text,
  order_line_id bigint,
  -- The entry that it takes back: so an undoing is known, and can be undone itself.
  reverses_id bigint,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint seat_entries_seat_id_reference_key unique (seat_id, reference)
);
create index seat_entries_reversals_idx on seat_entries (seat_id) where reverses_id is not null;
create index seat_entries_order_line_id_idx on seat_entries (order_line_id) where order_line_id is not null;
create index seat_entries_operation_id_idx on seat_entries (operation_id);
-- What came to teams by a reference is looked for across an organization, when the purchase is refunded or comes again.
create index seat_entries_reference_idx on seat_entries (reference) where reference is not null;

create function sum_seats() returns trigger language plpgsql as $$
begin
  update seats set quantity = seats.quantity + change.quantity, updated_at = now()
  from (select seat_id, sum(quantity) as quantity from new_entries group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $$;

create trigger seat_entries_inserted after insert on seat_entries
  referencing new table as new_entries for each statement execute function sum_seats();

-- One learner's place on a team's seats: kept free for who is invited, taken by who came in. Never deleted: released.
create table claims (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  user_id bigint not null references users,
  invitation_id bigint,
  operation_id bigint not null,
  taken_at timestamptz,
  released_at timestamptz,
  released_operation_id bigint,
  created_at timestamptz not null default now()
);
create unique index claims_seat_id_user_id_key on claims (seat_id, user_id) where released_at is null;
-- Reservations are few.
create index claims_reserved_idx on claims (seat_id) where released_at is null and taken_at is null;
create index claims_operation_id_idx on claims (operation_id);
create index claims_released_operation_id_idx on claims (released_operation_id) where released_operation_id is not null;
create index claims_user_id_idx on claims (user_id);
create index claims_invitation_id_idx on claims (invitation_id) where invitation_id is not null;

create function count_claims() returns trigger language plpgsql as $$
begin
  update seats set used = used + change.count
  from (
    select seat_id, sum(count) as count
    from (
      select seat_id, 1 as count from new_claims where released_at is null
      union all
      select seat_id, -1 from old_claims where released_at is null
    ) as each_claim
    group by seat_id
  ) as change
  where seats.id = change.seat_id and change.count <> 0;
  return null;
end $$;

create function count_new_claims() returns trigger language plpgsql as $$
begin
  update seats set used = used + change.count
  from (select seat_id, count(*) as count from new_claims where released_at is null group by seat_id) as change
  where seats.id = change.seat_id;
  return null;
end $$;

create trigger claims_inserted after insert on claims
  referencing new table as new_claims for each statement execute function count_new_claims();
create trigger claims_updated after update on claims
  referencing old table as old_claims new table as new_claims for each statement execute function count_claims();

-- Who waits for a seat, in the order of coming.
create table seat_waiters (
  id bigint primary key default nextval('ids'),
  seat_id bigint not null references seats,
  user_id bigint not null references users,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint seat_waiters_seat_id_user_id_key unique (seat_id, user_id)
);
