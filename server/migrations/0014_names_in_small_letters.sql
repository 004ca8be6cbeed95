-- Courses and products are told apart without case: what somebody sends is read in small letters, so that none may have others.
alter table courses add constraint courses_name_is_small check (name = lower(name));
alter table products add constraint products_name_is_small check (name = lower(name));
