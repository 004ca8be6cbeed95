-- An item is open from enrolment on unless it is said to be opened later.
alter table items alter column starter set default true;
