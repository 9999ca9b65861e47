-- Functions that are not part of the API live in `private`, which PostgREST does not expose.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to service_role;
grant usage on schema public to service_role;

-- Every table passes through this: row-level security on, nothing for anyone but the server's role.
-- Supabase grants everything on new tables to anon and authenticated, so the revocation is explicit.
create procedure private.seal(target regclass) language plpgsql set search_path = '' as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('revoke all on table %s from public, anon, authenticated, service_role', target);
  execute format('grant select, insert, update, delete on table %s to service_role', target);
end
$$;
revoke all on procedure private.seal(regclass) from public;

create function private.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end
$$;
revoke all on function private.set_updated_at() from public;

create table public.profiles (
  id uuid primary key default gen_random_uuid(),
  role text not null check (role in ('visitor', 'client', 'attendant', 'lawyer', 'admin')),
  name text not null check (char_length(name) between 1 and 120),
  email text check (char_length(email) between 3 and 254),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- Visitors may leave an address more than once; a staff address names one account.
create unique index profiles_staff_email_key on public.profiles (lower(email))
  where role in ('attendant', 'lawyer', 'admin');
create index profiles_active_staff_idx on public.profiles (name)
  where role in ('attendant', 'lawyer', 'admin') and is_active;
create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
call private.seal('public.profiles');
comment on table public.profiles is 'Everyone who can write in a conversation: visitors, clients and staff';

create function private.is_active_staff(p_profile_id uuid) returns boolean
language sql stable
return exists (
  select from public.profiles
  where id = p_profile_id and is_active and role in ('attendant', 'lawyer', 'admin')
);
revoke all on function private.is_active_staff(uuid) from public;
grant execute on function private.is_active_staff(uuid) to service_role;

-- Answers over both ways into the database; health checks call it.
create function public.ping() returns jsonb language sql stable set search_path = ''
as $$ select jsonb_build_object('now', now()) $$;
revoke all on function public.ping() from public, anon, authenticated;
grant execute on function public.ping() to service_role;
