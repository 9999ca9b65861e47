-- Numbers of events mean something only together with the history that gave them. A database that was put back to an
-- earlier state gives the same numbers again, to other events: whoever kept a position must be able to tell.
create table private.db_epoch (
  is_only boolean primary key default true check (is_only),
  base text not null check (base ~ '^[0-9a-z]{12}$'),
  renewed_at timestamptz not null default now()
);
call private.seal('private.db_epoch');
revoke insert, delete on table private.db_epoch from service_role;
comment on table private.db_epoch is 'One row: the part of the epoch that renew_db_epoch() changes';

create function private.random_base() returns text language sql volatile
return left(replace(gen_random_uuid()::text, '-', ''), 12);

insert into private.db_epoch (base) values (private.random_base());

-- The server's timeline is part of it: Postgres begins a new one by itself after a recovery to a point in time and
-- after a failover, which may have lost what was not replicated yet. Restoring a dump begins none: renew_db_epoch().
create view private.epochs with (security_invoker = true) as
select base || ltrim(lower(left(pg_walfile_name(pg_current_wal_lsn()), 8)), '0') as epoch from private.db_epoch;
revoke all on table private.epochs from public, anon, authenticated;
grant select on table private.epochs to service_role;

create function public.read_db_epoch() returns text language sql stable
return (select epoch from private.epochs);

-- For after a restore, before anybody is let in again. Answers the new epoch.
create function public.renew_db_epoch() returns text language plpgsql set search_path = '' as $$
begin
  update private.db_epoch set base = private.random_base(), renewed_at = now();
  return (select epoch from private.epochs);
end
$$;

revoke all on function
  private.random_base(),
  public.read_db_epoch(),
  public.renew_db_epoch()
from public, anon, authenticated;
grant execute on function
  private.random_base(),
  public.read_db_epoch(),
  public.renew_db_epoch()
to service_role;
