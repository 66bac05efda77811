-- A code key and the ids that it may shuffle. One row for each key ever used; the greatest epoch is the one in use.
CREATE TABLE code_epochs (
    epoch           integer PRIMARY KEY,
    key_fingerprint text NOT NULL,
    next_id         bigint NOT NULL DEFAULT 0 CHECK (next_id >= 0),
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE links (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Bytes, not words: codes differ by case, and "C" makes the index smaller and faster than a language's order would.
    code       text COLLATE "C" NOT NULL UNIQUE CHECK (length(code) BETWEEN 3 AND 64),
    owner      text COLLATE "C" NOT NULL,
    url        text NOT NULL CHECK (length(url) <= 8192),
    version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- A deleted link keeps its row, so that its code is never given to another.
    deleted_at timestamptz
);

-- Pages of one owner's links, newest first.
CREATE INDEX links_by_owner ON links (owner, id DESC) WHERE deleted_at IS NULL;
