-- Who has which course, why, and what of it is open.

-- What a learner's grants for a course add up to. Written by the engine alone. The status follows from the moments.
create table enrollments (
  id bigint primary key default nextval('ids'),
  user_id bigint not null references users,
  course_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  revoked_at timestamptz,
  suspended_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  -- Which end was noted: nobody is told of it twice.
  end_noted_at timestamptz,
  constraint enrollments_user_id_course_id_key unique (user_id, course_id)
);
create index enrollments_course_id_idx on enrollments (course_id, id);
create index enrollments_course_id_starts_at_idx on enrollments (course_id, starts_at, id);
-- What has no end comes last.
create index enrollments_course_id_ends_at_idx on enrollments (course_id, coalesce(ends_at, 'infinity'), id);
-- Whose end is still to come, or came and has not been noted yet.
create index enrollments_end_due_idx on enrollments (ends_at)
  where revoked_at is null and (end_noted_at is null or end_noted_at < ends_at);
-- What is rare among enrollments; a plain provision writes to neither of these.
create index enrollments_held_idx on enrollments (course_id, id)
  where suspended_at is not null or revoked_at is not null or completed_at is not null;
create index enrollments_upcoming_idx on enrollments (course_id, id) where starts_at - updated_at > interval '1 second';
create trigger enrollments_moved_on before update of updated_at on enrollments for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- One reason why one learner has one course. Never deleted: revoked, with the reason.
create table grants (
  id bigint primary key default nextval('ids'),
  user_id bigint not null,
  course_id bigint not null,
  organization_id bigint not null,
  operation_id bigint not null,
  source text not null,
  reference text,
  starts_at timestamptz not null,
  months integer,
  days integer,
  until timestamptz,
  time_zone text not null,
  renewal text not null,
  revoked_at timestamptz,
  revoked_reason text,
  revoked_operation_id bigint,
  -- Where it came from besides a call: the claim, group, order line, link or invitation.
  origin_id bigint,
  constraint grants_enrollment_fkey foreign key (user_id, course_id) references enrollments (user_id, course_id),
  constraint grants_user_id_course_id_reference_key unique (user_id, course_id, reference)
);
-- What an operation gave or took away, to undo it. Grants of a plain call are found by the operation's user.
create index grants_operation_id_idx on grants (operation_id) where origin_id is not null;
create index grants_revoked_operation_id_idx on grants (revoked_operation_id) where revoked_operation_id is not null;
create index grants_origin_id_idx on grants (origin_id) where origin_id is not null;
-- What is rare among grants; a plain provision writes nothing to it.
create index grants_source_idx on grants (course_id, source) where source <> 'api';
-- A refund is rare and a grant is not: an index that costs the grant next to nothing.
create index grants_reference_idx on grants
  using brin (reference text_bloom_ops (n_distinct_per_range = 2000)) with (pages_per_range = 32, autosummarize = on);

-- Items opened for one learner, besides the starters of the course.
create table opened_items (
  enrollment_id bigint not null references enrollments,
  item_id bigint not null references items on delete cascade,
  operation_id bigint,
  at timestamptz not null,
  constraint opened_items_pkey primary key (enrollment_id, item_id)
);
create index opened_items_item_id_idx on opened_items (item_id);
create index opened_items_operation_id_idx on opened_items (operation_id);
