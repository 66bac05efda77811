package dev.casebook.shortener.clicks;

import dev.casebook.chassis.web.ServiceSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Opens this instance's journal at start, so that a folder that cannot be used stops the start and not a redirect. */
@Singleton
final class JournalOwner {

    private static final String FOLDER = "journal";

    @Produces
    @Singleton
    @Startup
    ClickJournal open(ServiceSettings service, ClickSettings settings) throws IOException {
        var limits = new JournalLimits(
                settings.journal().segmentSize().asLongValue(),
                settings.journal().maxSize().asLongValue(),
                settings.journal().retryAfter());
        return ClickJournal.open(service.dataDir().resolve(FOLDER), limits, MachineBoot.current());
    }

    void close(@Disposes ClickJournal journal) throws IOException {
        journal.close();
    }
}
