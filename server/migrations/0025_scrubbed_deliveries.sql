-- How often somebody who was erased has been taken out of what it told. What was on its way meanwhile is not written down.
alter table deliveries add column scrubbed integer not null default 0;
