package dev.casebook.shortener.redirects;

import dev.casebook.shortener.links.Link;
import dev.casebook.shortener.links.LinkChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Changes made by this instance hold as soon as they are committed, before their maker is answered. */
@ApplicationScoped
class LocalChanges {

    private final Redirects redirects;

    LocalChanges(Redirects redirects) {
        this.redirects = redirects;
    }

    void learn(@Observes(during = TransactionPhase.AFTER_SUCCESS) LinkChange change) {
        redirects.learn(change.link().code(), destination(change.link()));
    }

    private static Destination destination(Link link) {
        return link.deleted()
                ? new Destination.Gone(link.version())
                : new Destination.Live(link.redirection(), link.version());
    }
}
