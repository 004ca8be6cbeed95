-- Organizations take turns in what is mailed: who waits is found by them. What a process left behind half sent is found there too.
drop index messages_queued_idx;
drop index messages_sending_idx;
create index messages_waiting_idx on messages (coalesce(organization_id, 0), due_at) where state in ('queued', 'sending');
