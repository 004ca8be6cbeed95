-- Orders by the beginning of their reference, and invitations by that of a name.
create index orders_reference_idx on orders (organization_id, (lower(reference) collate "C")) where reference is not null;
create index invitations_name_idx on invitations (organization_id, (lower(first_name || ' ' || last_name) collate "C"));
create index invitations_last_name_idx on invitations (organization_id, (lower(last_name) collate "C"));
