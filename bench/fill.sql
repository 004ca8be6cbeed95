-- As many people as `bench.people` says, spread over the demo organization, 300 below it and one beside it. The first below has
-- four of ten, each of the others a few; what came first has mostly ended. The key may do everything. Statements stand apart by an empty line.

create table spread as select
  i,
  10000000 + i as user_id,
  now() - (n - i) * (interval '1000 days' / n) as at,
  case when i % 10 < 4 then 1001 when i % 10 < 9 then 1002 + (i * 7919 % 299) else 1000 end as organization_id,
  firsts[1 + chance % 24] as first_name,
  case when chance % 19 = 0 then '' else starts[1 + chance / 24 % 20] || middles[1 + chance / 480 % 10] || ends[1 + chance / 4800 % 10] end
    as last_name,
  chance % 5 as course
from (select current_setting('bench.people')::bigint as n) size, generate_series(1::bigint, n) i, abs(hashint8(i)::bigint) chance, (select
  '{Asha,Ben,Chitra,Daniel,Elena,Farid,Grace,Hana,Ivan,Jane,Kofi,Lata,Maria,Nils,Olga,Priya,Ravi,Sara,Tom,Uma,Vera,Wei,Yusuf,Zoe}'::text[] as firsts,
  '{Al,Bar,Cor,Da,Er,Fer,Gar,Hol,Is,Jo,Kel,Lar,Mar,Nor,Os,Pat,Ros,San,Tor,Val}'::text[] as starts,
  '{an,ber,den,el,in,ka,len,mi,on,ra}'::text[] as middles,
  '{a,berg,do,er,gan,i,ko,man,o,son}'::text[] as ends) names;

insert into organizations (id, parent_id, path, name, slug)
select 1000, null, '{1000}'::bigint[], 'Beside', 'beside'
union all
select 1000 + i, demo.id, array[demo.id, 1000 + i], 'Branch ' || i, 'branch-' || i
from organizations demo, generate_series(1, 300) i where demo.slug = 'acme-prep';

insert into users (id, email, first_name, last_name, created_at, updated_at)
select user_id, lower(first_name || '.' || last_name) || i || '@example.com', first_name, last_name, at, at from spread;

insert into memberships (user_id, organization_id, created_at, updated_at, role, email, first_name, last_name)
select user_id, organization_id, at, at, case when i % 5000 = 1 then 'admin' else 'learner' end, lower(first_name || '.' || last_name) || i || '@example.com', first_name, last_name from spread
union all
select user_id, demo.id, at, at, 'learner', lower(first_name || '.' || last_name) || i || '@example.com', first_name, last_name from spread, organizations demo
where demo.slug = 'acme-prep' and organization_id <> 1000 and i % 1000 = 1;

insert into courses (id, organization_id, name, display_name)
select id * 10 + c, id, 'course_' || c, 'Course ' || c from organizations, generate_series(0, 4) c where id between 1000 and 1300;

insert into products (id, organization_id, course_id, name, display_name)
select 100000 + id, organization_id, id, name, display_name from courses where organization_id between 1000 and 1300;

insert into operations (id, organization_id, kind, actor_kind, actor_id, key_prefix, email, user_id, courses, source, reference,
  result, at, duration_ms)
select 30000000 + i, organization_id, case when i % 20 = 0 then 'create_team' else 'provision' end,
  case when i % 20 = 0 then 'system' else 'apiKey' end, case when i % 20 > 0 then key.id end,
  case when i % 20 > 0 then key.prefix end, lower(first_name || '.' || last_name) || i || '@example.com', user_id,
  '{course_1}', 'zapier', 'order-' || i, case when i % 50 = 7 then 'refused' else 'created' end, at, 3
from spread, (select id, prefix from keys limit 1) key;

insert into enrollments (id, user_id, course_id, starts_at, ends_at, end_noted_at, suspended_at, completed_at, updated_at)
select 20000000 + i, user_id, organization_id * 10 + course, at, ends_at, case when ends_at < now() then ends_at end,
  case when i % 101 = 0 then at end, case when i % 11 = 0 then at + interval '30 days' end, at
from (select *, case when i % 17 > 0 then at + (90 + i % 300) * interval '1 day' end as ends_at from spread) spread;

insert into grants (id, user_id, course_id, organization_id, operation_id, source, reference, starts_at, time_zone, renewal)
select 40000000 + i, user_id, organization_id * 10 + course, organization_id, 30000000 + i,
  case when i % 10 = 0 then 'import' else 'api' end, 'order-' || i, at, 'UTC', 'extend'
from spread;

insert into messages (id, kind, user_id, organization_id, operation_id, state, due_at, sent_at, created_at)
select 90000000 + i, 'welcome', user_id, organization_id, 30000000 + i, case when i % 500 = 0 then 'failed' else 'sent' end, at, at, at
from spread;

insert into teams (id, organization_id, name)
select 1000000 + i, case when i % 5 < 2 then 1001 else 1002 + i % 299 end, 'Team ' || i
from generate_series(1, current_setting('bench.people')::bigint / 100) i;

insert into team_members (team_id, user_id)
select team.id, user_id from spread
join (select organization_id, count(*) as teams from teams group by organization_id) place using (organization_id)
join (select id, organization_id, row_number() over (partition by organization_id order by id) as number from teams) team
  on team.organization_id = spread.organization_id and team.number = 1 + i / 10 % place.teams
where i % 3 = 0;

insert into seats (id, team_id, product_id, quantity, used)
select 2000000 + id * 4 + c, id, 100000 + organization_id * 10 + c, 100, id % 101 from teams, generate_series(0, 3) c
where organization_id > 1000;

insert into claims (id, seat_id, user_id, operation_id, taken_at)
select 50000000 + user_id, 2000000 + team_id * 4 + user_id % 4, user_id, 30000001, now() from team_members where user_id > 10000000;

insert into orders (id, organization_id, user_id, reference, payment, operation_id, completed_at, created_at)
select 60000000 + i, organization_id, user_id, 'order-' || i, 'external', 30000000 + i, case when i % 30 > 0 then at end, at
from spread where i % 5 < 2;

insert into order_lines (id, order_id, product_id, user_id)
select 70000000 + i, 60000000 + i, 100000 + organization_id * 10, user_id from spread where i % 5 < 2;

insert into groups (id, organization_id, name)
select 3000000 + i, 1001 + i % 300, 'Group ' || i from generate_series(1, 3000) i;

insert into group_members (group_id, user_id)
select 3000001 + (i / 10 * 10 + i % 10) % 3000, user_id from spread where i % 20 = 0;

insert into invitations (id, organization_id, user_id, operation_id, sent_operation_id, sent_at, expires_at, accepted_at,
  first_name, last_name)
select 80000000 + i, organization_id, user_id, 30000001, 30000001, at, at + interval '30 days', case when i % 100 < 90 then at end,
  first_name, last_name
from spread where i % 5 = 1;

update keys set scopes = '{manage}';

drop table spread;

select setval('ids', 100000000)
