-- What clients of each dialect expect of an organization, by the name of the dialect; the dialect alone knows what it means.
alter table organizations add dialects jsonb not null default
  '{"northpass": {"existing_group": "return", "existing_person": "return", "calls_a_second": 10, "most_calls_a_second": null}}';
update organizations set dialects = jsonb_build_object('northpass', '{"most_calls_a_second": null}'::jsonb || northpass);
alter table organizations drop northpass;
