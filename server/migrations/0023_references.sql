-- What came to teams by a reference is looked for across an organization, when the purchase is refunded or comes again.
create index seat_entries_reference_idx on seat_entries (reference) where reference is not null;
