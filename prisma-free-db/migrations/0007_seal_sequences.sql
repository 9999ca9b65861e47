-- Supabase's default privileges also hand new sequences to anon and authenticated; an identity column needs no grant.
revoke all on sequence public.audit_log_id_seq from public, anon, authenticated, service_role;
