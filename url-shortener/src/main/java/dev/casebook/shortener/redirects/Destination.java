package dev.casebook.shortener.redirects;

/** What a code leads to. Of two, the one with the greater version is the truth. */
public sealed interface Destination {

    /** From 1 for a link, growing with each change of it; 0 when there is none. */
    long version();

    record Live(String url, long version) implements Destination {}

    /** There was a link and its owner deleted it. Kept, so that an older refill cannot bring it back to life. */
    record Gone(long version) implements Destination {}

    record Unknown() implements Destination {

        @Override
        public long version() {
            return 0;
        }
    }
}
