package dev.casebook.limiter.leases;

import java.time.Duration;

/** What a caller is told about a bucket. */
sealed interface Assignment {

    /** For metrics. */
    String kind();

    /** @param count it may let so many pass; 1 or more */
    record Tokens(long count, Duration timeToLive) implements Assignment {
        @Override
        public String kind() {
            return "tokens";
        }
    }

    record Denial(Duration timeToLive) implements Assignment {
        @Override
        public String kind() {
            return "denial";
        }
    }

    record Open(Duration timeToLive) implements Assignment {
        @Override
        public String kind() {
            return "open";
        }
    }

    /** It is to do what it does without an assignment. */
    record Abandoned() implements Assignment {
        @Override
        public String kind() {
            return "abandoned";
        }
    }
}
