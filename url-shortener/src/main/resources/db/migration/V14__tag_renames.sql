-- Renames of a tag that changed some links and not yet all: both tags are in use then, as if the new one had been there before.
CREATE TABLE tag_renames (
    owner   text COLLATE "C" NOT NULL,
    old_tag text COLLATE "C" NOT NULL,
    new_tag text COLLATE "C" NOT NULL,
    PRIMARY KEY (owner, old_tag, new_tag)
);
