-- What being in a provider's group gives here: a group or a team, with a role there.
create table claim_mappings (
  id bigint primary key default nextval('ids'),
  provider_id bigint not null references identity_providers on delete cascade,
  -- The group as the provider names it, to the character.
  value text not null,
  group_id bigint references groups,
  team_id bigint references teams,
  team_role text,
  -- Whether what it gave is taken away from whom the provider does not name in the group any more.
  follows boolean not null default false,
  -- What whoever wrote it could do then: it does no more than they could.
  permissions text[] not null,
  constraint claim_mappings_one_target check (num_nonnulls(group_id, team_id) = 1),
  constraint claim_mappings_role_of_team check (team_role is null or team_id is not null)
);
create index claim_mappings_provider_id_idx on claim_mappings (provider_id);
