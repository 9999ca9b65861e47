create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null unique,
  visitor_id uuid not null references public.profiles (id),
  assignee_id uuid references public.profiles (id),
  product_id uuid references public.products (id),
  locale text not null check (locale in ('pt-BR', 'en')),
  status text not null default 'open' check (status in ('open', 'closed')),
  head_seq bigint not null default 0 check (head_seq >= 0),
  preview text not null default '' check (char_length(preview) <= 140),
  last_event_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index conversations_visitor_idx on public.conversations (visitor_id, last_event_at desc);
create index conversations_open_idx on public.conversations (last_event_at desc) where status = 'open';
create index conversations_assignee_idx on public.conversations (assignee_id, last_event_at desc)
  where assignee_id is not null;
create index conversations_product_idx on public.conversations (product_id) where product_id is not null;
create trigger set_updated_at before update on public.conversations
  for each row execute function private.set_updated_at();
call private.seal('public.conversations');
comment on column public.conversations.head_seq is 'Number of the last event; events are 1 … head_seq with no holes';
comment on column public.conversations.request_id is 'Chosen by the browser once per attempt: makes a retried start safe';

create table public.conversation_events (
  conversation_id uuid not null references public.conversations (id),
  seq bigint not null check (seq > 0),
  id uuid not null unique,
  kind text not null default 'message' check (kind in ('message')),
  author_id uuid not null references public.profiles (id),
  author_side text not null check (author_side in ('visitor', 'staff')),
  client_msg_id uuid not null,
  -- Code points, while the application counts UTF-16 units: the application's limit is never the looser one.
  body text not null check (char_length(body) between 1 and 4000 and body ~ '\S'),
  created_at timestamptz not null default now(),
  primary key (conversation_id, seq),
  unique (conversation_id, author_id, client_msg_id)
);
create index conversation_events_author_idx on public.conversation_events (author_id);
call private.seal('public.conversation_events');

create table public.leads (
  id uuid primary key default gen_random_uuid(),
  visitor_id uuid not null references public.profiles (id),
  conversation_id uuid unique references public.conversations (id),
  product_id uuid references public.products (id),
  assignee_id uuid references public.profiles (id),
  name text not null check (char_length(name) between 1 and 120),
  email text check (char_length(email) between 3 and 254),
  phone text check (char_length(phone) between 5 and 32),
  status text not null default 'new' check (status in ('new', 'qualified', 'won', 'lost')),
  source text not null default 'site' check (char_length(source) between 1 and 60),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index leads_visitor_idx on public.leads (visitor_id);
create index leads_status_idx on public.leads (status, created_at desc);
create index leads_product_idx on public.leads (product_id) where product_id is not null;
create index leads_assignee_idx on public.leads (assignee_id, created_at desc) where assignee_id is not null;
create trigger set_updated_at before update on public.leads
  for each row execute function private.set_updated_at();
call private.seal('public.leads');

create table public.flows (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (char_length(slug) <= 80 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  product_id uuid references public.products (id),
  name text not null check (char_length(name) between 1 and 160),
  version integer not null default 1 check (version > 0),
  definition jsonb not null check (jsonb_typeof(definition) = 'object'),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- At most one live flow per service.
create unique index flows_active_product_key on public.flows (product_id) where is_active and product_id is not null;
create index flows_product_idx on public.flows (product_id);
create trigger set_updated_at before update on public.flows
  for each row execute function private.set_updated_at();
call private.seal('public.flows');

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid references public.conversations (id),
  lead_id uuid references public.leads (id),
  amount_cents integer not null check (amount_cents > 0),
  currency text not null default 'BRL' check (currency ~ '^[A-Z]{3}$'),
  status text not null default 'pending'
    check (status in ('pending', 'paid', 'failed', 'canceled', 'refunded')),
  provider text not null check (char_length(provider) between 1 and 60),
  provider_payment_id text check (char_length(provider_payment_id) between 1 and 200),
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, provider_payment_id),
  check ((status in ('paid', 'refunded')) = (paid_at is not null))
);
create index payments_conversation_idx on public.payments (conversation_id) where conversation_id is not null;
create index payments_lead_idx on public.payments (lead_id) where lead_id is not null;
create index payments_status_idx on public.payments (status, created_at desc);
create trigger set_updated_at before update on public.payments
  for each row execute function private.set_updated_at();
call private.seal('public.payments');
