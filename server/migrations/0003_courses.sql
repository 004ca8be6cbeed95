-- Courses, what is in them, and the products by which they are sold.

-- The access rule of a course: so many months or days from the start, until a moment, or (all null) for ever.
create table courses (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  name text not null,
  display_name text not null,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  renewal text not null default 'extend',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  description text not null default '',
  updated_at timestamptz not null default now(),
  constraint courses_organization_id_name_key unique (organization_id, name),
  -- Courses and products are told apart without case: what somebody sends is read in small letters, so that none may have others.
  constraint courses_name_is_small check (name = lower(name)),
  constraint courses_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1),
  constraint courses_renewal_known check (renewal in ('extend', 'longest', 'replace'))
);
create index courses_organization_id_idx on courses (organization_id, id);
create trigger courses_moved_on before update of updated_at on courses for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

create table items (
  id bigint primary key default nextval('ids'),
  course_id bigint not null references courses,
  position integer not null,
  kind text not null,
  title text not null,
  launch_url text not null,
  -- An item is open from enrolment on unless it is said to be opened later.
  starter boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Checked at the end of a statement, so that one statement can set a new order.
  constraint items_course_id_position_key unique (course_id, position) deferrable,
  constraint items_kind_known check (kind in ('lesson', 'practice_test', 'mock_test'))
);
create trigger items_moved_on before update of updated_at on items for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- What is sold: courses together, or one alone. Its access rule, where it has one, stands in place of the courses' own.
create table products (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  -- The course that it is, alone: then it follows the course in all. Null: a bundle.
  course_id bigint references courses,
  name text not null,
  display_name text not null,
  description text not null default '',
  access_months integer,
  access_days integer,
  access_until timestamptz,
  renewal text,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint products_organization_id_name_key unique (organization_id, name),
  constraint products_course_id_key unique (course_id),
  constraint products_name_is_small check (name = lower(name)),
  constraint products_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1),
  constraint products_renewal_known check (renewal in ('extend', 'longest', 'replace'))
);
create index products_organization_id_idx on products (organization_id, id);
create trigger products_moved_on before update of updated_at on products for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

create table product_courses (
  product_id bigint not null references products,
  course_id bigint not null references courses,
  constraint product_courses_pkey primary key (product_id, course_id)
);
create index product_courses_course_id_idx on product_courses (course_id);
