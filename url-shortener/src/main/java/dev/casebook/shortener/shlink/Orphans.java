package dev.casebook.shortener.shlink;

import dev.casebook.shortener.orphans.OrphanDay;
import dev.casebook.shortener.orphans.OrphanKind;
import dev.casebook.shortener.orphans.OrphanRepository;
import dev.casebook.shortener.shlink.Paging.Listing;
import dev.casebook.shortener.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Visits that came to no link. They belong to nobody, so everybody sees them and nobody deletes them. */
@ApplicationScoped
class Orphans {

    private final OrphanRepository repository;
    private final ShlinkSettings settings;
    private final Store store;
    private final Clock clock;

    Orphans(OrphanRepository repository, ShlinkSettings settings, Store store, Clock clock) {
        this.repository = repository;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    VisitsSummary sum() {
        var days = days(Optional.empty(), Optional.empty());
        return new VisitsSummary(
                days.stream().mapToLong(OrphanDay::visits).sum(),
                days.stream().mapToLong(OrphanDay::bots).sum());
    }

    /** Newest day first; of each day and kind those of people before those of bots. */
    Listing<Visit> list(ShlinkQuery query) {
        var kind = query.text("type").map(Orphans::kind);
        boolean bots = !query.flag("excludeBots");
        var paging = query.paging(settings.maxPageSize(), settings.maxPageSize());
        var days = days(query.instant("startDate"), query.instant("endDate")).reversed().stream()
                .filter(day -> kind.isEmpty() || kind.get().equals(day.kind()))
                .toList();
        var page = new VisitPage<Visit>(paging.offset(), paging.size());
        for (var day : days) {
            page.add(day.visits() - day.bots(), Visit.of(day, false));
            page.add(bots ? day.bots() : 0, Visit.of(day, true));
        }
        return paging.of(
                page.visits(),
                days.stream()
                        .mapToLong(day -> bots ? day.visits() : day.visits() - day.bots())
                        .sum());
    }

    private List<OrphanDay> days(Optional<Instant> from, Optional<Instant> to) {
        var first = day(from.orElse(Instant.EPOCH));
        var last = day(to.orElseGet(clock::instant));
        return store.read(() -> repository.days(first, last));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String kind(String type) {
        return Stream.of(OrphanKind.values())
                .map(OrphanKind::text)
                .filter(type::equals)
                .findFirst()
                .orElseThrow(() -> ShlinkProblemException.invalidData(
                        "type", "type must be base_url, invalid_short_url or regular_404"));
    }
}
