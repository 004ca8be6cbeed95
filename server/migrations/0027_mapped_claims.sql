-- What any claim of a provider gives, roles of the organization too, and what it says of people.

alter table claim_mappings
  -- By the provider's own name; null: what it calls its groups.
  add column claim text,
  -- In the provider's organization.
  add column role text,
  drop constraint claim_mappings_one_target,
  add constraint claim_mappings_one_target check (num_nonnulls(group_id, team_id, role) = 1);

-- The name of an account follows into its memberships when it changes, and only then: an organization's provider says by which
-- name that organization knows somebody whose account is others' too.
create or replace function rename_member() returns trigger language plpgsql as $$
begin
  update memberships set email = new.email, updated_at = new.updated_at,
    first_name = case when new.first_name = old.first_name then first_name else new.first_name end,
    last_name = case when new.last_name = old.last_name then last_name else new.last_name end
  where user_id = new.id and invited_at is null;
  return null;
end $$;
