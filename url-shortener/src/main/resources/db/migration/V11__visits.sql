-- How many visits of a limited link the instances were given so far, less those that they gave back. Beside the links, not among them: a row of a few
-- bytes is written again for each lease, and no index but its own follows.
CREATE TABLE visits (
    code   text COLLATE "C" PRIMARY KEY,
    leased bigint NOT NULL CHECK (leased >= 0)
) WITH (fillfactor = 70);

-- The leases that no instance has ended yet. Giving back deletes the row, so it happens once however often it is tried. What a killed process held
-- stays here, counted as used: nobody can say how much of it was.
CREATE TABLE visit_leases (
    id        uuid PRIMARY KEY,
    code      text COLLATE "C" NOT NULL,
    -- 0 for a lease that was given up before it was heard of: its id is taken, so a statement that is late can lease nothing under it.
    visits    bigint NOT NULL CHECK (visits >= 0),
    leased_at timestamptz NOT NULL DEFAULT now()
);

-- What was given up and can be forgotten.
CREATE INDEX visit_leases_given_up ON visit_leases (leased_at) WHERE visits = 0;
