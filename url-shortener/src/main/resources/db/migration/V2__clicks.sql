-- How far each partition of the topic of clicks is counted. Moved in the transaction that counts, by compare-and-set: whoever finds another offset
-- than the one it read from counts nothing.
CREATE TABLE click_offsets (
    topic_partition integer PRIMARY KEY,
    next_offset     bigint NOT NULL CHECK (next_offset >= 0)
);

-- What is known of each instance's journal. A click whose sequence is not above last_sequence is counted already.
CREATE TABLE click_journals (
    journal       uuid PRIMARY KEY,
    last_sequence bigint NOT NULL DEFAULT 0 CHECK (last_sequence >= 0),
    counted       bigint NOT NULL DEFAULT 0,
    -- Sequences that never came: damaged in the journal, or gone from Kafka before they were read.
    missing       bigint NOT NULL DEFAULT 0,
    -- Clicks that the journal itself declared lost.
    lost          bigint NOT NULL DEFAULT 0,
    CHECK (counted + missing = last_sequence)
);

-- Updated for each batch of clicks: the free room in its pages keeps these updates away from the index.
CREATE TABLE click_totals (
    code  text COLLATE "C" PRIMARY KEY,
    total bigint NOT NULL CHECK (total > 0)
) WITH (fillfactor = 70);
