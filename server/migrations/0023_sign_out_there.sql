-- Who signs out is signed out at the provider too, where that is set.

-- By what it knows whom we mean, sealed by what the browser holds: it is read when the session ends, and goes with it.
alter table sessions add column sign_out_sealed bytea;
