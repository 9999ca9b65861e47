-- Signing in: links that are sent by mail, and accounts elsewhere (Google). Sessions are in Redis alone.

-- One row a link. The token itself is nowhere: it is derived from the id and a secret that the database does not know
-- (server/auth/link-token.ts), and what is kept here is its hash.
create table public.verification_tokens (
  id uuid primary key,
  -- sign-in: asked for by whoever typed the address · invitation: sent by an admin.
  kind text not null check (kind in ('sign-in', 'invitation')),
  -- The address, in lower case. Whether anybody has it is found out when the mail is sent.
  identifier text not null check (identifier = lower(identifier) and char_length(identifier) between 3 and 254),
  token_hash text not null unique check (char_length(token_hash) between 32 and 128),
  expires_at timestamptz not null,
  consumed_at timestamptz,
  -- The visitor whose session asked for the link.
  profile_id uuid references public.profiles (id) on delete cascade,
  locale text not null default 'pt-BR' check (locale in ('pt-BR', 'en')),
  -- The page of ours to return to.
  callback_path text check (callback_path like '/%' and char_length(callback_path) <= 512),
  created_at timestamptz not null default now()
);
create index verification_tokens_identifier_idx on public.verification_tokens (identifier);
create index verification_tokens_expires_idx on public.verification_tokens (expires_at);
create index verification_tokens_profile_idx on public.verification_tokens (profile_id) where profile_id is not null;
call private.seal('public.verification_tokens');

-- Whose account with a provider it is. Its tokens are not kept: nothing is asked of the provider after signing in.
create table public.accounts (
  provider text not null check (char_length(provider) between 1 and 60),
  provider_account_id text not null check (char_length(provider_account_id) between 1 and 255),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (provider, provider_account_id)
);
create index accounts_profile_idx on public.accounts (profile_id);
call private.seal('public.accounts');

-- Sessions name a person and a role, and are ended when either is no more: at once by whoever changes it here, and in any
-- case by a job (end-unfit-sessions), also after a change by hand. Both are of one transaction.
create function private.end_unfit_sessions() returns trigger language plpgsql set search_path = '' as $$
begin
  perform private.enqueue_jobs(jsonb_build_array(jsonb_build_object(
    'id', private.new_event_id(), 'name', 'end-unfit-sessions', 'version', 1,
    'payload', jsonb_build_object('userId', new.id)
  )));
  return null;
end
$$;
create trigger end_unfit_sessions after update on public.profiles
  for each row when (old.is_active and (not new.is_active or old.role <> new.role))
  execute function private.end_unfit_sessions();

-- p_link is {id, identifier, tokenHash, expiresAt, profileId, locale, callbackPath}. Links of long ago are forgotten on
-- the way, a few at a time, whatever is asked for: the work is the same for every address.
create function public.create_verification_token(p_link jsonb, p_jobs jsonb default '[]', p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  delete from public.verification_tokens where id in (
    select id from public.verification_tokens where expires_at < now() - interval '1 day'
    order by expires_at limit 20 for update skip locked
  );
  insert into public.verification_tokens (
    id, kind, identifier, token_hash, expires_at, profile_id, locale, callback_path
  )
  values (
    (p_link ->> 'id')::uuid, 'sign-in', lower(p_link ->> 'identifier'), p_link ->> 'tokenHash',
    (p_link ->> 'expiresAt')::timestamptz,
    -- A visitor who is gone by now asks for nothing.
    (select id from public.profiles where id = (p_link ->> 'profileId')::uuid and is_active and role = 'visitor'),
    coalesce(p_link ->> 'locale', 'pt-BR'), p_link ->> 'callbackPath'
  );
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit);
  return to_jsonb(true);
end
$$;

-- One winner, however many come at once: the row is locked by the first, and the others find it used. A sign-in link takes
-- the address's other ones along: whoever asked twice leaves no key in an older mail. Answers
-- {id, kind, identifier, expiresAt, profileId, callbackPath}; null where it is unknown, used, over, or another address's.
create function public.consume_verification_token(p_token_hash text, p_identifier text default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_token public.verification_tokens;
begin
  update public.verification_tokens set consumed_at = clock_timestamp()
  where token_hash = p_token_hash and consumed_at is null and expires_at > clock_timestamp()
    and (p_identifier is null or identifier = lower(p_identifier))
  returning * into v_token;
  if v_token.id is null then
    return null;
  end if;
  if v_token.kind = 'sign-in' then
    update public.verification_tokens set consumed_at = clock_timestamp() where id in (
      select id from public.verification_tokens
      where identifier = v_token.identifier and kind = 'sign-in' and consumed_at is null
      order by id for update skip locked
    );
  end if;
  return jsonb_build_object(
    'id', v_token.id, 'kind', v_token.kind, 'identifier', v_token.identifier, 'expiresAt', v_token.expires_at,
    'profileId', v_token.profile_id, 'callbackPath', v_token.callback_path
  );
end
$$;

-- For the mail: {email, profileId, locale, expiresAt, isInvited}; null where the link cannot be used (any more).
create function public.find_link_request(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'email', identifier, 'profileId', profile_id, 'locale', locale, 'expiresAt', expires_at,
      'isInvited', exists (
        select from public.profiles where lower(email) = identifier and invited_at is not null
      )
    )
    from public.verification_tokens
    where id = p_id and kind = 'sign-in' and consumed_at is null and expires_at > clock_timestamp()
  );
end
$$;

-- The active person of an address: a member of staff before anybody else, who confirmed it before who only left it.
-- Answers {id, role, name, email, emailConfirmedAt} or null.
create function public.find_person_by_email(p_email text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', id, 'role', role, 'name', name, 'email', email, 'emailConfirmedAt', email_confirmed_at
    )
    from public.profiles
    where lower(email) = lower(p_email) and is_active
    order by role in ('attendant', 'lawyer', 'admin') desc, email_confirmed_at is null, created_at, id limit 1
  );
end
$$;

-- Whose account it is, as above; null for an unknown one, and for somebody switched off.
create function public.find_person_by_account(p_provider text, p_provider_account_id text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', p.id, 'role', p.role, 'name', p.name, 'email', p.email, 'emailConfirmedAt', p.email_confirmed_at
    )
    from public.accounts as a
    join public.profiles as p on p.id = a.profile_id and p.is_active
    where a.provider = p_provider and a.provider_account_id = p_provider_account_id
  );
end
$$;

revoke all on function
  private.end_unfit_sessions(),
  public.create_verification_token(jsonb, jsonb, jsonb),
  public.consume_verification_token(text, text),
  public.find_link_request(uuid),
  public.find_person_by_email(text),
  public.find_person_by_account(text, text)
from public, anon, authenticated;
grant execute on function
  private.end_unfit_sessions(),
  public.create_verification_token(jsonb, jsonb, jsonb),
  public.consume_verification_token(text, text),
  public.find_link_request(uuid),
  public.find_person_by_email(text),
  public.find_person_by_account(text, text)
to service_role;
