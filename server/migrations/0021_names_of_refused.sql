-- Of a refused call the names too, as they were sent: whom nobody knows has no other place for them.
alter table operations
  add column first_name text,
  add column last_name text;
