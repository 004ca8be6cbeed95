-- Of a provider that was tried: what it said, each check with its result, and what signing in would do.
alter table sign_ons add column report jsonb;
