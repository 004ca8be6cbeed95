-- What is offered, the credits it is paid with, and what was bought and refunded. Credits left are counted by the database
-- itself, so that no count can drift.

-- A product offered to chosen organizations or teams: so many seats for so many credits.
create table catalog_items (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  product_id bigint not null references products,
  name text not null,
  description text not null default '',
  seats integer not null,
  credits numeric(14, 2) not null,
  access_months integer,
  access_days integer,
  access_until timestamptz,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint catalog_items_seats_positive check (seats > 0),
  constraint catalog_items_credits_not_negative check (credits >= 0),
  constraint catalog_items_one_access_period check (num_nonnulls(access_months, access_days, access_until) <= 1)
);
create index catalog_items_organization_id_idx on catalog_items (organization_id, id);
create index catalog_items_organization_id_name_idx on catalog_items (organization_id, name, id);
create trigger catalog_items_moved_on before update of updated_at on catalog_items for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- Who may buy it. An offer to an organization reaches its teams and those of the organizations below.
create table catalog_offers (
  catalog_item_id bigint not null references catalog_items,
  organization_id bigint references organizations,
  team_id bigint references teams,
  constraint catalog_offers_one_buyer check (num_nonnulls(organization_id, team_id) = 1),
  constraint catalog_offers_key unique nulls not distinct (catalog_item_id, organization_id, team_id)
);
create index catalog_offers_organization_id_idx on catalog_offers (organization_id) where organization_id is not null;
create index catalog_offers_team_id_idx on catalog_offers (team_id) where team_id is not null;

-- What a team or an organization has to spend. `balance` is the sum of its entries; a trigger keeps it.
create table credit_accounts (
  id bigint primary key default nextval('ids'),
  organization_id bigint references organizations,
  team_id bigint references teams,
  balance numeric(14, 2) not null default 0,
  constraint credit_accounts_one_owner check (num_nonnulls(organization_id, team_id) = 1),
  constraint credit_accounts_organization_id_key unique (organization_id),
  constraint credit_accounts_team_id_key unique (team_id),
  constraint credit_accounts_enough check (balance >= 0)
);

create table credit_entries (
  id bigint primary key default nextval('ids'),
  account_id bigint not null references credit_accounts,
  amount numeric(14, 2) not null,
  description text not null default '',
  order_id bigint,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  constraint credit_entries_amount_not_zero check (amount <> 0)
);
create index credit_entries_account_id_created_at_idx on credit_entries (account_id, created_at, id);
create index credit_entries_order_id_idx on credit_entries (order_id) where order_id is not null;
create index credit_entries_operation_id_idx on credit_entries (operation_id);

create function sum_credits() returns trigger language plpgsql as $$
begin
  update credit_accounts set balance = balance + change.amount
  from (select account_id, sum(amount) as amount from new_entries group by account_id) as change
  where credit_accounts.id = change.account_id;
  return null;
end $$;

create trigger credit_entries_inserted after insert on credit_entries
  referencing new table as new_entries for each statement execute function sum_credits();

-- A purchase. The state follows from its moments (lib/order-state.ts).
create table orders (
  id bigint primary key default nextval('ids'),
  organization_id bigint not null references organizations,
  -- Billed to; null: to the organization itself.
  team_id bigint references teams,
  user_id bigint references users,
  -- One that we make up ourselves, by an Idempotency-Key, begins with a character that no caller can send.
  reference text,
  source text,
  payment text not null,
  credits numeric(14, 2) not null default 0,
  operation_id bigint not null,
  completed_at timestamptz,
  cancelled_at timestamptz,
  failed_at timestamptz,
  -- Since when some of its lines are refunded, and since when all of them are.
  partially_refunded_at timestamptz,
  refunded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint orders_payment_known check (payment in ('credits', 'external'))
);
create unique index orders_organization_id_reference_key on orders (organization_id, reference) where reference is not null;
create index orders_organization_id_created_at_idx on orders (organization_id, created_at, id);
create index orders_team_id_created_at_idx on orders (team_id, created_at, id) where team_id is not null;
create index orders_user_id_created_at_idx on orders (user_id, created_at, id) where user_id is not null;
-- Most are completed, and stay so.
create index orders_unfinished_idx on orders (organization_id, created_at, id) where completed_at is null;
create index orders_refunded_idx on orders (organization_id, created_at, id) where partially_refunded_at is not null;
-- By the beginning of their reference.
create index orders_reference_idx on orders (organization_id, (lower(reference) collate "C")) where reference is not null;
create trigger orders_moved_on before update of updated_at on orders for each row
  when (date_trunc('milliseconds', new.updated_at) <= date_trunc('milliseconds', old.updated_at)) execute function move_on();

-- One thing bought: seats for the order's team, or a product for one learner.
create table order_lines (
  id bigint primary key default nextval('ids'),
  order_id bigint not null references orders,
  catalog_item_id bigint references catalog_items,
  product_id bigint not null references products,
  user_id bigint references users,
  quantity integer not null default 1,
  seats integer not null default 0,
  credits numeric(14, 2) not null default 0,
  -- As the catalog item had it when it was bought.
  access_months integer,
  access_days integer,
  access_until timestamptz,
  refunded_at timestamptz,
  refunded_operation_id bigint,
  refunded_reason text
);
create index order_lines_order_id_idx on order_lines (order_id);

-- What was refunded by the reference of its purchase: what comes by it later gives nothing. `course_id` null: all of it.
create table refunds (
  organization_id bigint not null,
  reference text not null,
  course_id bigint,
  reason text,
  operation_id bigint not null,
  created_at timestamptz not null default now(),
  -- Since when nothing can come any more that had not seen the refund.
  settled_at timestamptz,
  constraint refunds_organization_id_fkey foreign key (organization_id) references organizations (id),
  constraint refunds_course_id_fkey foreign key (course_id) references courses (id),
  constraint refunds_key unique nulls not distinct (organization_id, reference, course_id)
);
create index refunds_unsettled_idx on refunds (created_at) where settled_at is null;
