package dev.casebook.shortener.links;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Many wishes on their way: those that break a rule are refused at once, the others become drafts. */
final class Bulk {

    private final Outcome[] outcomes;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    /** @param rules turns a wish into a draft, or throws {@link LinkRefusedException} */
    Bulk(List<Wish> wishes, Function<Wish, Draft> rules) {
        outcomes = new Outcome[wishes.size()];
        for (int position = 0; position < outcomes.length; position++) {
            try {
                drafts.add(rules.apply(wishes.get(position)));
                positions.add(position);
            } catch (LinkRefusedException e) {
                outcomes[position] = new Outcome.Refused(e.refusal());
            }
        }
    }

    List<Draft> drafts() {
        return List.copyOf(drafts);
    }

    /**
     * @param stored one for each draft, in their order
     * @return one for each wish, in their order
     */
    List<Outcome> with(List<Outcome> stored) {
        for (int i = 0; i < stored.size(); i++) {
            outcomes[positions.get(i)] = stored.get(i);
        }
        return Arrays.asList(outcomes);
    }
}
