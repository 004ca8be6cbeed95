-- Groups: their members, and the courses that being in one gives.

-- A named set of learners with courses attached: being in it gives them.
create table groups (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  description text not null default '',
  operation_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index groups_organization_id_name_key on groups (organization_id, lower(name)) where archived_at is null;
create index groups_organization_id_idx on groups (organization_id, id);
create index groups_organization_id_name_idx on groups (organization_id, name, id);
create trigger groups_moved_on before update of updated_at on groups for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

create table group_members (
  group_id bigint not null references groups,
  user_id bigint not null references users,
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint group_members_pkey primary key (group_id, user_id)
);
create index group_members_user_id_idx on group_members (user_id);

create table group_courses (
  group_id bigint not null references groups,
  course_id bigint not null references courses,
  operation_id bigint,
  created_at timestamptz not null default now(),
  constraint group_courses_pkey primary key (group_id, course_id)
);
create index group_courses_course_id_idx on group_courses (course_id);
