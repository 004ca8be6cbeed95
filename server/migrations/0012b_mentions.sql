-- Whom a sealed answer speaks of, as short digests of their addresses: so that it can be forgotten with them (src/lib/mentions.ts).
alter table idempotent_answers add column mentions text[] not null default '{}';
