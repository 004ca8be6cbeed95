-- Links into accounts that could be shown while the person was more than a learner in a team, or before. They ask for a new one by mail.
update users set password_link_id = null, password_link_expires_at = null
where password_set_at is null and password_link_id is not null
  and exists (select from team_members where user_id = users.id and role <> 'learner');
