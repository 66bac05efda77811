package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.shortener.LinkTopic.publish;

import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What other instances change arrives over Kafka; the database is edited behind this one's back. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class RemoteChangesIT {

    private static final String OLD = "https://example.com/old";
    private static final String NEW = "https://example.com/new";

    @Inject
    StoredLinks stored;

    @Test
    void editOfAnotherInstanceIsSeen() {
        var code = stored.insert(OLD);
        follow(code).statusCode(302).header("Location", OLD);

        stored.edit(code, NEW);
        publish(LinkChanged.newBuilder().setCode(code).setVersion(2).setUrl(NEW).build());

        soon().untilAsserted(() -> follow(code).header("Location", NEW));
    }

    @Test
    void deletionByAnotherInstanceIsSeen() {
        var code = stored.insert(OLD);
        follow(code).statusCode(302);

        publish(LinkChanged.newBuilder()
                .setCode(code)
                .setVersion(2)
                .setUrl(OLD)
                .setDeleted(true)
                .build());

        soon().untilAsserted(() -> follow(code).statusCode(410));
    }

    @Test
    void creationByAnotherInstanceReplacesAnUnknownCode() {
        var code = unique("later");
        follow(code).statusCode(404);

        publish(LinkChanged.newBuilder().setCode(code).setVersion(1).setUrl(NEW).build());

        soon().untilAsserted(() -> follow(code).header("Location", NEW));
    }

    @Test
    void eventOfAnOlderVersionChangesNothing() {
        var code = stored.insert(OLD);
        stored.edit(code, NEW);
        follow(code).header("Location", NEW);
        var marker = stored.insert(OLD);
        follow(marker).header("Location", OLD);

        publish(LinkChanged.newBuilder().setCode(code).setVersion(1).setUrl(OLD).build());
        publish(
                code,
                LinkChanged.newBuilder()
                        .setCode(marker)
                        .setVersion(2)
                        .setUrl(NEW)
                        .build()
                        .toByteArray());

        // The marker comes after it in the same partition.
        soon().untilAsserted(() -> follow(marker).header("Location", NEW));
        follow(code).header("Location", Matchers.equalTo(NEW));
    }

    @Test
    void unreadableEventDoesNotStopThoseAfterIt() {
        var code = stored.insert(OLD);
        follow(code).statusCode(302);

        publish(code, new byte[] {-1, -1, -1, -1});
        publish(LinkChanged.newBuilder().setCode(code).setVersion(2).setUrl(NEW).build());

        soon().untilAsserted(() -> follow(code).header("Location", NEW));
    }
}
