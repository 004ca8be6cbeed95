-- What is given to somebody whose membership is suspended is held back, and so is the mail that says so: it goes out when the
-- membership is resumed.
alter table messages drop constraint messages_state_known;
alter table messages add constraint messages_state_known
  check (state in ('queued', 'sending', 'sent', 'failed', 'held'));

-- Few are suspended: whoever asks whether somebody is looks here.
create index memberships_suspended_idx on memberships (user_id, organization_id) where suspended_at is not null;
