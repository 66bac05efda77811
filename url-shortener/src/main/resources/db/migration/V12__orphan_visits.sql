-- Visits that belong to no link, by kind and day of UTC. One row for each process that met any, with the whole number of its visits: written again and
-- again, twice or late, it says the same. So the table grows with days and processes, never with visits.
CREATE TABLE orphan_visits (
    day     date NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('base_url', 'invalid_short_url', 'regular_404')),
    process uuid NOT NULL,
    visits  bigint NOT NULL CHECK (visits > 0),
    bots    bigint NOT NULL CHECK (bots BETWEEN 0 AND visits),
    PRIMARY KEY (day, kind, process)
);
