package dev.casebook.shortener.clicks;

import com.google.protobuf.util.Timestamps;
import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.shortener.visitors.Traits;
import java.time.Instant;

/**
 * A click as the journal holds it.
 *
 * @param sequence its place in its journal, from 1
 * @param message what Kafka gets
 */
record JournalledClick(long sequence, Click message) {

    String code() {
        return message.getCode();
    }

    /** When the redirect was answered, to the millisecond. */
    Instant at() {
        return Instant.ofEpochMilli(Timestamps.toMillis(message.getAt()));
    }

    /** A click of which nothing more is known. */
    static Click message(String code, Instant at) {
        return message(code, at, 0, Traits.NONE);
    }

    static Click message(String code, Instant at, int rule, Traits traits) {
        return Click.newBuilder()
                .setCode(code)
                .setAt(Timestamps.fromMillis(at.toEpochMilli()))
                .setReferrerHost(traits.referrer())
                .setBrowser(traits.browser())
                .setOperatingSystem(traits.system())
                .setDevice(traits.device())
                .setLanguage(traits.language())
                .setRule(rule)
                .setBot(traits.bot())
                .setVisitor(traits.visitor())
                .build();
    }
}
