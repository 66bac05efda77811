package dev.casebook.shortener.links;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;

/** Tells of changes: to the world through the outbox, and to this process, both within the transaction that makes them. */
@ApplicationScoped
class LinkEvents {

    private final Event<LinkChange> here;

    LinkEvents(Event<LinkChange> here) {
        this.here = here;
    }

    void append(List<Link> links, LinkChange.Kind kind) {
        links.forEach(link -> here.fire(new LinkChange(link, kind)));
    }
}
