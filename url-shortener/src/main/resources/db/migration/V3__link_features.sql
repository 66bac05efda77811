-- What an owner may choose about a link. NULL is "not chosen", and costs no byte.
ALTER TABLE links
    ADD COLUMN title         text CHECK (length(title) <= 255),
    ADD COLUMN tags          text[],
    ADD COLUMN valid_from    timestamptz,
    ADD COLUMN valid_until   timestamptz,
    ADD COLUMN max_visits    bigint CHECK (max_visits > 0),
    ADD COLUMN status        smallint NOT NULL DEFAULT 302 CHECK (status IN (301, 302, 307, 308)),
    ADD COLUMN forward_query boolean NOT NULL DEFAULT false,
    -- An array of {"conditions": [{"type", "name", "value"}], "url"}, in their order.
    ADD COLUMN rules         jsonb,
    ADD COLUMN max_age       integer NOT NULL DEFAULT 0 CHECK (max_age >= 0),
    ADD CONSTRAINT window_not_empty CHECK (valid_from < valid_until),
    -- What a browser repeats from its cache escapes the count.
    ADD CONSTRAINT no_cache_with_visit_limit CHECK (max_age = 0 OR max_visits IS NULL);

-- Pages of one owner's links, newest first: read backwards from where the last page ended, and bounded by dates without looking at the rest. Creation
-- comes before the id, because ids are given before transactions commit and dates are what people ask for.
DROP INDEX links_by_owner;
CREATE INDEX links_by_owner ON links (owner, created_at, id) WHERE deleted_at IS NULL;

-- The same for deleted links, so that one can be found and restored; small, because most links are not.
CREATE INDEX links_deleted_by_owner ON links (owner, created_at, id) WHERE deleted_at IS NOT NULL;

-- Has this owner a link to this target? Eight bytes a link instead of two thousand characters; the query compares owner and url too.
CREATE INDEX links_by_target ON links (hashtextextended(url, hashtextextended(owner, 0))) WHERE deleted_at IS NULL;

-- Tags as an index: which links of an owner have a tag, newest first. An index on the array (GIN) has no order and mixes all owners, so it would have to
-- collect and sort every link with the tag for each page. links.tags is the truth, and the trigger keeps this in step whoever writes.
CREATE TABLE link_tags (
    owner      text COLLATE "C" NOT NULL,
    tag        text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    link_id    bigint NOT NULL,
    PRIMARY KEY (owner, tag, created_at, link_id)
);

CREATE FUNCTION follow_link_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM link_tags
        WHERE owner = OLD.owner AND tag = ANY (OLD.tags) AND created_at = OLD.created_at AND link_id = OLD.id;
    END IF;
    INSERT INTO link_tags (owner, tag, created_at, link_id)
    SELECT NEW.owner, tag, NEW.created_at, NEW.id FROM unnest(NEW.tags) AS tag
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER link_tags_of_new_links AFTER INSERT ON links
    FOR EACH ROW WHEN (NEW.tags IS NOT NULL) EXECUTE FUNCTION follow_link_tags();

CREATE TRIGGER link_tags_of_edited_links AFTER UPDATE OF tags ON links
    FOR EACH ROW WHEN (OLD.tags IS DISTINCT FROM NEW.tags) EXECUTE FUNCTION follow_link_tags();
