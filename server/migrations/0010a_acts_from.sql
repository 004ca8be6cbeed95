-- Where who asked acts from, where it is another organization: one above. What was done from there is not undone below.
alter table operations add column acts_from bigint;
