/** A readable picture of a database, drawn from PostgreSQL's catalog: everything in `public`, in an order that stays. */
import type pg from 'pg'

/** SQL in the order sequences, tables (columns, constraints, indexes, triggers), views, functions; each by its name. */
export async function drawSchema(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ text: string }>(statements)
  return `-- Generated from the migrations; not to be edited.\n\n${rows.map(row => row.text).join('\n\n')}\n`
}

// PostgreSQL keeps a "not null" as a constraint too (contype n): it is drawn with its column.
const statements = `
  with relations as (
    select oid, relname, relkind from pg_class
    where relnamespace = 'public'::regnamespace and not exists (
      select from pg_depend where objid = pg_class.oid and deptype in ('e', 'i')
    )
  ), columns as (
    select attrelid as oid, attnum as place, concat_ws(' ',
      quote_ident(attname), format_type(atttypid, atttypmod),
      case when attgenerated <> '' then format('generated always as (%s)', pg_get_expr(adbin, adrelid))
           when attidentity <> '' then 'generated as identity'
           when adbin is not null then 'default ' || pg_get_expr(adbin, adrelid) end,
      case when attnotnull then 'not null' end) as line
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped
  ), constraints as (
    select conrelid as oid, format('constraint %I %s', conname, pg_get_constraintdef(oid)) as line,
      array_position(array['p', 'u', 'x', 'c', 'f'], contype::text) as kind, conname as name
    from pg_constraint where contype in ('p', 'u', 'x', 'c', 'f')
  ), lines as (
    select oid, 0 as kind, place, '' as name, line from columns
    union all select oid, kind, 0, name, line from constraints
  ), extras as (
    select indrelid as oid, 1 as kind, indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) || ';' as line
    from pg_index where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    union all
    select tgrelid, 2, tgname, pg_get_triggerdef(oid) || ';' from pg_trigger where not tgisinternal
  ), statements as (
    select 1 as kind, relname as name, format('create sequence %I;', relname) as text from relations where relkind = 'S'
    union all
    select 2, relname, concat(
      format(E'create table %I (\\n', relname),
      (select string_agg('  ' || line, E',\\n' order by kind, place, name collate "C") from lines where oid = relations.oid),
      E'\\n);',
      (select string_agg(E'\\n' || line, '' order by kind, name collate "C") from extras where oid = relations.oid))
    from relations where relkind in ('r', 'p')
    union all
    select 3, relname, format(E'create view %I as\\n%s', relname, pg_get_viewdef(oid)) from relations where relkind = 'v'
    union all
    select 4, proname, rtrim(pg_get_functiondef(oid), E'\\n') || ';' from pg_proc where pronamespace = 'public'::regnamespace
  )
  select text from statements order by kind, name collate "C", text collate "C"`
