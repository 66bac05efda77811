-- What orders all changes: who makes one holds this row until it is committed, so revisions and commits have the same order.
create table rule_revision (
    only_one boolean primary key default true check (only_one),
    -- Tells a new database from an old one: revisions of another history compare with none of this one.
    history  uuid    not null default gen_random_uuid(),
    revision bigint  not null default 0
);
insert into rule_revision default values;

create table domain_rules (
    domain     text collate "C" primary key,
    -- What a file of rules would hold, in JSON.
    document   text        not null,
    version    bigint      not null,
    updated_at timestamptz not null
);

create table tenant_override (
    id          uuid primary key,
    domain      text collate "C" not null,
    -- [{"key": …, "value": …}, …]
    descriptor  text        not null,
    -- Fields of a rate_limit, in JSON.
    rate_limit  text        not null,
    valid_until timestamptz,
    version     bigint      not null,
    updated_at  timestamptz not null
);
-- A descriptor has one. By hash, since it may be longer than what an index holds.
create unique index tenant_override_of on tenant_override (domain, md5(descriptor));
create index tenant_override_over on tenant_override (valid_until) where valid_until is not null;

-- Who changed what, when. In the order of the changes.
create table rule_change (
    revision    bigint primary key,
    changed_at  timestamptz not null,
    changed_by  text        not null,
    kind        text        not null,
    action      text        not null,
    domain      text collate "C" not null,
    override_id uuid,
    -- JSON; null where there was, or is, none.
    before      text,
    after       text
);
create index rule_change_of_domain on rule_change (domain, revision);
create index rule_change_by_age on rule_change (changed_at);
