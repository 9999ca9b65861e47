import { openDirect } from './direct.ts'
import { withDriverErrors } from './errors.ts'

interface BootstrapOptions {
  /** PostgREST signs in as `authenticator` with it. */
  readonly authenticatorPassword: string
}

/**
 * The roles that Supabase brings along, for a Postgres of our own. Safe to repeat: it sets the password anew.
 * Needs a superuser.
 */
export async function bootstrapRoles(databaseUrl: string, { authenticatorPassword }: BootstrapOptions): Promise<void> {
  const sql = openDirect({ databaseUrl, applicationName: 'plantao-bootstrap', maxConnections: 1 })
  try {
    await withDriverErrors(async () => {
      // Roles belong to the cluster: two databases bootstrapped at once would create them twice.
      await sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtextextended('plantao_bootstrap', 0))`
        await tx.unsafe(createRoles)
        const [statement] = await tx<{ text: string }[]>`
          select format('alter role authenticator with password %L', ${authenticatorPassword}::text) as text`
        if (statement) await tx.unsafe(statement.text)
      })
    })
  } finally {
    await sql.end({ timeout: 2 })
  }
}

const createRoles = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticator') then
    create role authenticator login noinherit;
  end if;
end
$$;
grant anon, authenticated, service_role to authenticator;
alter role authenticator set statement_timeout = '5s';
`
