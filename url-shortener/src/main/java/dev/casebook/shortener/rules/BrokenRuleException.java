package dev.casebook.shortener.rules;

/** A link was asked to redirect in a way that makes no sense. Repeating it unchanged gives the same answer. */
public final class BrokenRuleException extends RuntimeException {

    private final String slug;
    private final String field;

    /**
     * @param slug names the kind of mistake for programs: lower case, words joined by dashes
     * @param field where it is, as a client writes it: {@code rules[1].conditions[0].type}
     * @param title says for a person what is wrong, the same for each slug
     */
    public BrokenRuleException(String slug, String field, String title) {
        // An expected answer: the stack would cost more than the answer.
        super(title, null, false, false);
        this.slug = slug;
        this.field = field;
    }

    public String slug() {
        return slug;
    }

    public String field() {
        return field;
    }
}
