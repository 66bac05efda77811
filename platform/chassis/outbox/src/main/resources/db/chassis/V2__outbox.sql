-- Events that a committed change owes to Kafka. A row goes when Kafka has acknowledged its event.
create table outbox (
    id          bigint generated always as identity primary key,
    event_id    uuid        not null,
    topic       text        not null,
    key         text        not null,
    type        text        not null,
    payload     bytea       not null,
    traceparent text,
    created_at  timestamptz not null
)
-- Every row is written once and deleted soon after.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
