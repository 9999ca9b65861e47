-- Base columns hold the Portuguese text; `translations` holds the same fields by locale: {"en": {"name": …}}.

create table public.products (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (char_length(slug) <= 80 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  area text not null check (area in ('familia', 'trabalhista', 'consumidor', 'imobiliario', 'empresarial')),
  name text not null check (char_length(name) between 1 and 160),
  summary text not null check (char_length(summary) between 1 and 600),
  description text not null check (char_length(description) between 1 and 20000),
  includes text[] not null default '{}',
  documents text[] not null default '{}',
  questions jsonb not null default '[]' check (jsonb_typeof(questions) = 'array'),
  duration_text text not null default '' check (char_length(duration_text) <= 240),
  price_from_cents integer check (price_from_cents >= 0),
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  position integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index products_listing_idx on public.products (position, name) where is_active;
create index products_area_idx on public.products (area, position, name) where is_active;
create trigger set_updated_at before update on public.products
  for each row execute function private.set_updated_at();
call private.seal('public.products');
comment on column public.products.price_from_cents is 'Cents of BRL; null where the fee is quoted after the first talk';

create table public.agents (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (char_length(slug) <= 80 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  profile_id uuid unique references public.profiles (id),
  name text not null check (char_length(name) between 1 and 120),
  title text not null check (char_length(title) between 1 and 160),
  area text not null check (area in ('familia', 'trabalhista', 'consumidor', 'imobiliario', 'empresarial')),
  greeting text not null check (char_length(greeting) between 1 and 600),
  bio text not null check (char_length(bio) between 1 and 8000),
  registration text not null default '' check (char_length(registration) <= 80),
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  position integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index agents_listing_idx on public.agents (position, name) where is_active;
create index agents_area_idx on public.agents (area, position, name) where is_active;
create trigger set_updated_at before update on public.agents
  for each row execute function private.set_updated_at();
call private.seal('public.agents');

create table public.agent_products (
  agent_id uuid not null references public.agents (id) on delete cascade,
  product_id uuid not null references public.products (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (agent_id, product_id)
);
create index agent_products_product_idx on public.agent_products (product_id);
call private.seal('public.agent_products');
