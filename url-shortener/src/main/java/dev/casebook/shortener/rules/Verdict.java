package dev.casebook.shortener.rules;

/** What becomes of one visit. */
public sealed interface Verdict {

    /**
     * @param url for the Location header
     * @param maxAge seconds for which the visitor's own browser may repeat this answer without asking; 0: not at all
     * @param rule which rule chose the target, from 1 in their order; 0: none, so the link's own target
     */
    record To(String url, RedirectStatus status, long maxAge, int rule) implements Verdict {}

    /** The link's window has not begun. */
    record NotYet() implements Verdict {}

    /** The link's window has ended. */
    record Over() implements Verdict {}
}
