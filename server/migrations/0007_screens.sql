-- Orders by the beginning of their reference, and invitations by that of a name.
create index orders_reference_idx on orders (organization_id, (lower(reference) collate "C")) where reference is not null;
create index invitations_name_idx on invitations (organization_id, (lower(first_name || ' ' || last_name) collate "C"));
create index invitations_last_name_idx on invitations (organization_id, (lower(last_name) collate "C"));

-- By which email and names an organization knows somebody: those of the account; of who is only invited, those that the invitation was
-- written to, for the account may be somebody's elsewhere. Kept here, so that people are sorted and searched by an index of
-- their organization's own. Whoever adds a member may say them; otherwise, and ever after, they follow by themselves.
alter table memberships add column email text collate "C", add column first_name text, add column last_name text;

update memberships as membership set email = users.email, first_name = users.first_name, last_name = users.last_name
from users where users.id = membership.user_id;

update memberships as membership set first_name = invitation.first_name, last_name = invitation.last_name
from invitations as invitation
where membership.invited_at is not null and invitation.id = (
  select max(id) from invitations
  where user_id = membership.user_id and organization_id = membership.organization_id);

alter table memberships alter email set not null, alter first_name set not null, alter last_name set not null;

create function name_member() returns trigger language plpgsql as $$
begin
  select users.email, users.first_name, users.last_name into new.email, new.first_name, new.last_name
  from users where id = new.user_id;
  return new;
end $$;
create trigger memberships_added before insert on memberships
  for each row when (new.email is null) execute function name_member();
create trigger memberships_entered before update on memberships
  for each row when (old.invited_at is not null and new.invited_at is null) execute function name_member();

create function name_invited() returns trigger language plpgsql as $$
begin
  update memberships set first_name = new.first_name, last_name = new.last_name
  where user_id = new.user_id and organization_id = new.organization_id and invited_at is not null;
  return null;
end $$;
create trigger invitations_added after insert on invitations for each row execute function name_invited();

-- What an organization shows of somebody is of the account and of the membership: its `updated_at` is never behind the account's.
create function rename_member() returns trigger language plpgsql as $$
begin
  update memberships set email = new.email, first_name = new.first_name, last_name = new.last_name, updated_at = new.updated_at
  where user_id = new.id and invited_at is null;
  return null;
end $$;
create trigger users_renamed after update on users
  for each row when ((old.email, old.first_name, old.last_name, old.updated_at)
    is distinct from (new.email, new.first_name, new.last_name, new.updated_at))
  execute function rename_member();

update memberships as membership set updated_at = users.updated_at
from users where users.id = membership.user_id and membership.invited_at is null and membership.updated_at < users.updated_at;

drop index users_name_idx;
drop index users_last_name_idx;
create index memberships_email_idx on memberships (organization_id, email, user_id);
create index memberships_name_idx on memberships
  (organization_id, (lower(first_name || ' ' || last_name) collate "C"), user_id);
create index memberships_last_name_idx on memberships (organization_id, (lower(last_name) collate "C"), user_id);


-- `updated_at` names a state of a row (the `ETag`): no two may have the same. It is the moment when a call came in, and the
-- one that came in first may be the last to change the row: then it moves on by the smallest step that a tag tells.
create function move_on() returns trigger language plpgsql as $$
begin
  new.updated_at = date_trunc('milliseconds', old.updated_at) + interval '1 millisecond';
  return new;
end $$;
do $$
declare named text;
begin
  foreach named in array array[
    'catalog_items', 'courses', 'custom_fields', 'enrollments', 'groups', 'invitations', 'items', 'keys', 'links',
    'memberships', 'orders', 'organizations', 'products', 'roles', 'seats', 'settings', 'teams', 'users', 'webhooks']
  loop
    execute format('create trigger %I before update of updated_at on %I for each row
      when (date_trunc(''milliseconds'', new.updated_at) <= date_trunc(''milliseconds'', old.updated_at))
      execute function move_on()', named || '_moved_on', named);
  end loop;
end $$;
