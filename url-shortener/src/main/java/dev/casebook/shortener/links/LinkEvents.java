package dev.casebook.shortener.links;

import com.google.protobuf.Timestamp;
import dev.casebook.chassis.outbox.Outbox;
import dev.casebook.chassis.outbox.OutboxEvent;
import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.shortener.rules.RedirectionMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Locale;

/** Tells of changes: to the world through the outbox, and to this process, both within the transaction that makes them. */
@ApplicationScoped
class LinkEvents {

    private static final String TOPIC = "url-shortener.links.v1";

    private final Outbox outbox;
    private final Event<LinkChange> here;

    LinkEvents(Outbox outbox, Event<LinkChange> here) {
        this.outbox = outbox;
        this.here = here;
    }

    /** @param links of which this transaction holds the rows, because it just wrote them: that is what keeps the events of a link in order */
    void append(List<Link> links, LinkChange.Kind kind) {
        var type = "dev.casebook.shortener.link.%s.v1".formatted(kind.name().toLowerCase(Locale.ROOT));
        outbox.appendAll(links.stream()
                .map(link ->
                        new OutboxEvent(TOPIC, link.code(), type, payload(link).toByteArray()))
                .toList());
        links.forEach(link -> here.fire(new LinkChange(link, kind)));
    }

    private static LinkChanged payload(Link link) {
        return LinkChanged.newBuilder()
                .setCode(link.code())
                .setVersion(link.version())
                .setUrl(link.url())
                .setDeleted(link.deleted())
                .setRedirection(RedirectionMessage.of(link.redirection()))
                .setChangedAt(Timestamp.newBuilder()
                        .setSeconds(link.updatedAt().getEpochSecond())
                        .setNanos(link.updatedAt().getNano()))
                .build();
    }
}
