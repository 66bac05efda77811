-- Clicks that programs made, which total contains too.
ALTER TABLE click_totals ADD COLUMN bots bigint NOT NULL DEFAULT 0 CHECK (bots BETWEEN 0 AND total);

-- Clicks by quarter of an hour: of these the hours and days of every time zone can be made. One row holds all that is kept of one link in one
-- quarter, because a click then costs one row, and most links have one click in a quarter. Written only by who holds the link's row of click_totals.
CREATE TABLE click_quarters (
    code      text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    clicks    bigint NOT NULL CHECK (clicks > 0),
    bots      bigint NOT NULL CHECK (bots BETWEEN 0 AND clicks),
    -- A HyperLogLog sketch of datasketches, of people only.
    visitors  bytea NOT NULL,
    -- {"browser": {"Firefox": 3}, …}, of people only; each dimension adds up to clicks - bots.
    breakdown jsonb NOT NULL,
    PRIMARY KEY (code, starts_at)
) WITH (fillfactor = 70);

-- What is old enough to become part of a day.
CREATE INDEX click_quarters_by_age ON click_quarters (starts_at);

-- The same by day of UTC, once the quarters are old.
CREATE TABLE click_days (
    code      text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    clicks    bigint NOT NULL CHECK (clicks > 0),
    bots      bigint NOT NULL CHECK (bots BETWEEN 0 AND clicks),
    visitors  bytea NOT NULL,
    breakdown jsonb NOT NULL,
    PRIMARY KEY (code, starts_at)
);

-- What is old enough to be forgotten.
CREATE INDEX click_days_by_age ON click_days (starts_at);
