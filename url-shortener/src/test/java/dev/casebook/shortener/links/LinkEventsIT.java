package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.edit;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.shortener.LinkTopic;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinkEventsIT {

    private final String alice = unique("alice");

    @Test
    void eachChangeLeavesAsAnEventInOrder() throws InvalidProtocolBufferException {
        var code = create(alice, "https://example.com/first");
        edit(alice, code, 1, "https://example.com/second");
        as(alice).delete(LINKS + "/" + code).then().statusCode(204);

        var events = LinkTopic.awaitEvents(code, 3);

        assertThat(events)
                .extracting(
                        event -> CloudEvent.of(event.headers()).orElseThrow().type())
                .containsExactly(
                        "dev.casebook.shortener.link.created.v1",
                        "dev.casebook.shortener.link.updated.v1",
                        "dev.casebook.shortener.link.deleted.v1");
        var last = LinkChanged.parseFrom(events.getLast().value());
        assertThat(last.getVersion()).isEqualTo(3);
        assertThat(last.getDeleted()).isTrue();
        assertThat(last.getUrl()).isEqualTo("https://example.com/second");
    }

    @Test
    void eventBelongsToTheTraceOfItsRequest() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String code = as(alice)
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body(Map.of("url", "https://example.com/traced"))
                .post(LINKS)
                .path("code");

        var event = LinkTopic.awaitEvents(code, 1).getFirst();

        assertThat(event.headers().lastHeader("traceparent").value()).asString().contains(trace);
    }

    @Test
    void refusedChangeLeavesNoEvent() throws InvalidProtocolBufferException {
        var code = create(alice, "https://example.com/first");
        as(alice)
                .header("If-Match", "\"9\"")
                .body(Map.of("url", "https://example.com/second"))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(412);
        edit(alice, code, 1, "https://example.com/third");

        var events = LinkTopic.awaitEvents(code, 2);

        assertThat(LinkChanged.parseFrom(events.getLast().value()).getUrl()).isEqualTo("https://example.com/third");
    }
}
