-- Passwords that came along from another system and were not used yet: as long as there is one, signing in is answered more evenly.
create index passwords_foreign_idx on passwords (user_id) where hash not like '$argon2id$%';
