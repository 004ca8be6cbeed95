-- Who said how an organization's people sign in, where that was an organization above: then it is not its own to change.
alter table organizations add column sign_in_mode_from bigint references organizations;
