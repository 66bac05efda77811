package dev.casebook.shortener.redirects;

import dev.casebook.shortener.rules.Redirection;

/** What a code leads to. Of two, the one with the greater version is the truth. */
public sealed interface Destination {

    /** From 1 for a link, growing with each change of it; 0 when there is none. */
    long version();

    record Live(Redirection redirection, long version) implements Destination {

        /** Always, with 302, to this target. */
        public Live(String url, long version) {
            this(Redirection.to(url), version);
        }

        public String url() {
            return redirection.url();
        }
    }

    /** There was a link and its owner deleted it. Kept, so that an older refill cannot bring it back to life. */
    record Gone(long version) implements Destination {}

    record Unknown() implements Destination {

        @Override
        public long version() {
            return 0;
        }
    }
}
