package dev.casebook.shortener.clicks;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How clicks get from the redirect to the totals. */
@ConfigMapping(prefix = "casebook.shortener.clicks")
interface ClickSettings {

    Journal journal();

    Shipping shipping();

    Counting counting();

    /** The journal on the local disk, in {@code casebook.data-dir}. */
    interface Journal {

        /** Disk space is given back a segment at a time. */
        @WithDefault("4M")
        MemorySize segmentSize();

        /** All segments together; beyond it clicks are declared lost. */
        @WithDefault("256M")
        MemorySize maxSize();

        /** How long a disk that failed is left alone. */
        @WithDefault("1s")
        Duration retryAfter();
    }

    /** From the journal to Kafka. */
    interface Shipping {

        /** Clicks in one record at most. */
        @WithDefault("1000")
        int batchSize();

        /**
         * How long the first click of a record waits for others. Each record is a transaction that reads and writes the statistics of each link in it once,
         * so the longer it waits the less a click costs.
         */
        @WithDefault("250ms")
        Duration linger();

        /** Pause after a failure; doubles with each further one. */
        @WithDefault("100ms")
        Duration shortestPause();

        @WithDefault("1s")
        Duration longestPause();

        /** How long a stopping process goes on shipping; what is left waits in the journal for the next one. */
        @WithDefault("2s")
        Duration stopWithin();
    }

    /** From Kafka to the totals in PostgreSQL. */
    interface Counting {

        /** Pause after a failure; doubles with each further one. */
        @WithDefault("100ms")
        Duration shortestPause();

        @WithDefault("2s")
        Duration longestPause();

        /** How often the metrics of the ledger are read. */
        @WithDefault("5s")
        String ledgerEvery();

        /** How long Kafka may take to tell where a partition begins and ends. */
        @WithDefault("5s")
        Duration lookupTimeout();
    }
}
