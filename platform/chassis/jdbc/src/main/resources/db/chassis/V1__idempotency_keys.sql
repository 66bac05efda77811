-- One row for each request that carried an Idempotency-Key and succeeded: what was answered, to be answered again.
create table idempotency_key (
    subject    text        not null,
    route      text        not null,
    key        text        not null,
    body_hash  bytea       not null,
    status     integer     not null,
    headers    jsonb       not null,
    body       bytea       not null,
    created_at timestamptz not null,
    primary key (subject, route, key)
);

-- The sweep deletes from the oldest end.
create index idempotency_key_by_age on idempotency_key (created_at);
