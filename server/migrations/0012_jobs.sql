-- What is done by the clock, a row a job: when it is due, who has it, and how it ended.
create table jobs (
  name text primary key,
  due_at timestamptz not null,
  -- Since when a server does it, and until when it is its own unless it says that it is still at it.
  claimed_at timestamptz,
  claimed_until timestamptz,
  -- When it last ended well; at first, when it was first due.
  well_at timestamptz not null,
  -- What its last end was, where it was no good one.
  error text
);
