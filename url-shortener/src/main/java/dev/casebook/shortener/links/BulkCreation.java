package dev.casebook.shortener.links;

import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many links in one transaction. A wish that is refused does not stop the others. */
@ApplicationScoped
public class BulkCreation {

    private final LinkRules rules;
    private final LinkSettings settings;
    private final Links links;
    private final Store store;

    BulkCreation(LinkRules rules, LinkSettings settings, Links links, Store store) {
        this.rules = rules;
        this.settings = settings;
        this.links = links;
        this.store = store;
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
        var outcomes = new Outcome[wishes.size()];
        var drafts = new ArrayList<Draft>();
        var positions = new ArrayList<Integer>();
        for (int position = 0; position < outcomes.length; position++) {
            try {
                drafts.add(rules.draft(wishes.get(position)));
                positions.add(position);
            } catch (LinkRefusedException e) {
                outcomes[position] = new Outcome.Refused(e.refusal());
            }
        }
        var stored = store.change(() -> links.createAll(owner, drafts));
        for (int i = 0; i < stored.size(); i++) {
            outcomes[positions.get(i)] = stored.get(i);
        }
        return Arrays.asList(outcomes);
    }
}
