package dev.casebook.shortener.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.jdbc.IdempotencyKeys;
import dev.casebook.chassis.jdbc.StoredResponse;
import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Many links in one transaction. A wish that is refused does not stop the others. */
@ApplicationScoped
public class BulkCreation {

    private final LinkRules rules;
    private final LinkSettings settings;
    private final Links links;
    private final Store store;
    private final IdempotencyKeys keys;
    private final ObjectMapper json;

    BulkCreation(
            LinkRules rules, LinkSettings settings, Links links, Store store, IdempotencyKeys keys, ObjectMapper json) {
        this.rules = rules;
        this.settings = settings;
        this.links = links;
        this.store = store;
        this.keys = keys;
        this.json = json;
    }

    /**
     * One link, by the same way.
     *
     * @throws LinkRefusedException if the wish breaks a rule or its alias is taken
     */
    public Link create(String owner, Wish wish) {
        var draft = rules.draft(wish);
        return store.change(() -> links.create(owner, draft));
    }

    /** Wishes in one call at most. */
    public int limit() {
        return settings.maxBatch();
    }

    /**
     * @return one outcome for each wish, in their order
     * @throws StoreAwayException if PostgreSQL is away; then none was created, unless that shows only at the commit
     */
    public List<Outcome> create(String owner, List<Wish> wishes) {
        var bulk = new Bulk(wishes, rules::draft);
        return bulk.with(store.change(() -> links.createAll(owner, bulk.drafts())));
    }

    /**
     * The same, once for each key, however often it is sent.
     *
     * @param route whose key it is
     * @param summary what is kept of the outcomes, as a body
     * @return the summary, of this call or of the first one with this key
     */
    public byte[] createOnce(
            String owner, String route, String key, List<Wish> wishes, Function<List<Outcome>, byte[]> summary) {
        var bulk = new Bulk(wishes, rules::draft);
        return store.change(() -> keys.run(
                        owner,
                        route,
                        key,
                        bytes(wishes),
                        () -> new StoredResponse(
                                200, Map.of(), summary.apply(bulk.with(links.createAll(owner, bulk.drafts()))))))
                .body();
    }

    private byte[] bytes(List<Wish> wishes) {
        try {
            return json.writeValueAsBytes(wishes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("wishes that were read can be written", e);
        }
    }
}
