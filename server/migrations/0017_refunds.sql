-- What was refunded by the reference of its purchase: what comes by it later gives nothing. `course_id` null: all of it.
create table refunds (
  organization_id bigint not null,
  reference text not null,
  course_id bigint,
  reason text,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  -- Since when nothing can come any more that had not seen the refund.
  settled_at timestamptz,
  constraint refunds_organization_id_fkey foreign key (organization_id) references organizations (id),
  constraint refunds_course_id_fkey foreign key (course_id) references courses (id),
  constraint refunds_key unique nulls not distinct (organization_id, reference, course_id)
);
create index refunds_unsettled_idx on refunds (created_at) where settled_at is null;

-- A refund is rare and a grant is not: an index that costs the grant next to nothing.
create index grants_reference_idx on grants
  using brin (reference text_bloom_ops (n_distinct_per_range = 2000)) with (pages_per_range = 32, autosummarize = on);
