-- Keys for programs that cannot log in. Of each only a hash is kept; 256 random bits need neither salt nor a slow hash.
CREATE TABLE api_keys (
    -- The part of the key that is no secret.
    id         text COLLATE "C" PRIMARY KEY,
    owner      text COLLATE "C" NOT NULL,
    name       text NOT NULL CHECK (length(name) <= 255),
    hash       bytea NOT NULL CHECK (length(hash) = 32),
    created_at timestamptz NOT NULL
);

CREATE INDEX api_keys_by_owner ON api_keys (owner, created_at);
