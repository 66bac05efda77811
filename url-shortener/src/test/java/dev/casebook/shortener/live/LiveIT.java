package dev.casebook.shortener.live;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.util.Timestamps;
import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import dev.casebook.shortener.clicks.KafkaProbe;
import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clicks as the owner of a link sees them while they are made. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LiveIT {

    private static final int PARTITIONS = 6;
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    private final String alice = unique("alice");
    private final String bob = unique("bob");
    private final String carol = unique("carol");

    @TestHTTPResource
    URI service;

    @BeforeEach
    void linksCanBeMade() {
        awaitStart();
    }

    @Test
    void clickIsShownWithWhatIsKnownOfItAndIsCounted() {
        var code = createWithRule();
        try (var stream = open(code)) {
            stream.awaitLine("\"total\":0");
            assertThat(stream.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");

            visit(code + "?for=app", FIREFOX, "https://news.example/a");
            visit(code, "curl/8.5.0", "");

            soon().until(() -> stream.clicks().size() == 2);
            var person = stream.clicks().getFirst();
            assertThat(person.path("bot").asBoolean()).isFalse();
            assertThat(person.path("referrer").asText()).isEqualTo("news.example");
            assertThat(person.path("browser").asText()).isEqualTo("Firefox");
            assertThat(person.path("os").asText()).isEqualTo("Linux");
            assertThat(person.path("device").asText()).isEqualTo("desktop");
            assertThat(person.path("language").asText()).isEqualTo("de");
            assertThat(person.path("rule").asInt()).isEqualTo(1);
            assertThat(person.path("at").asText()).matches("\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z");
            var bot = stream.clicks().getLast();
            assertThat(bot.path("bot").asBoolean()).isTrue();
            assertThat(bot.has("rule")).isFalse();
            stream.awaitLine("event:clicks");
            stream.awaitLine("event:totals");
            stream.awaitLine("\"total\":2,\"bots\":1");
        }
    }

    @Test
    void clicksOfAllInstancesAreShownOnceAndThoseOfOtherLinksNot() throws Exception {
        var code = create(alice, "https://example.com/");
        try (var stream = open(code)) {
            stream.awaitLine("\"total\":0");

            for (int partition = 0; partition < PARTITIONS; partition++) {
                // As another instance ships them, and ships them again because it heard no answer.
                var batch = batch(code, "host-" + partition + ".example");
                KafkaProbe.produce(partition, batch);
                KafkaProbe.produce(partition, batch);
            }

            stream.awaitLine("\"total\":" + PARTITIONS);
            soon().until(() -> stream.clicks().size() >= PARTITIONS);
            assertThat(stream.clicks())
                    .extracting(click -> click.path("referrer").asText())
                    .containsExactlyInAnyOrder(
                            "host-0.example",
                            "host-1.example",
                            "host-2.example",
                            "host-3.example",
                            "host-4.example",
                            "host-5.example");
        }
    }

    @Test
    void streamOfSomebodyElsesLinkLooksAsIfThereWereNone() {
        var code = create(alice, "https://example.com/");

        as(bob).accept("text/event-stream").get(live(code)).then().statusCode(404);
        anonymous().accept("text/event-stream").get(live(code)).then().statusCode(401);
    }

    @Test
    void oneUserDoesNotGetAllStreams() {
        var code = create(alice, "https://example.com/");
        try (var first = open(code);
                var second = open(code)) {
            List.of(first, second).forEach(stream -> stream.awaitLine("\"total\":0"));

            try (var third = new EventStream(service.resolve(live(code)), TestTokens.of(alice))) {
                assertThat(third.response().statusCode()).isEqualTo(429);
                third.awaitLine("https://casebook.dev/problems/own-live-streams-too-many");
            }
            open(TestTokens.of(bob), create(bob, "https://example.com/")).close();
        }
    }

    @Test
    void streamEndsWithItsToken() {
        var code = create(alice, "https://example.com/");
        var soonOver =
                Map.<String, Object>of("exp", Instant.now().plusSeconds(5).getEpochSecond());

        try (var stream = open(TestTokens.with(alice, soonOver), code)) {
            stream.awaitLine("\"total\":0");
            soon().until(stream::isOver);
        }
    }

    /** As many as the settings of the tests allow, and one more. */
    @Test
    void streamsAreBoundedAndWhoLeavesMakesRoom() {
        var code = create(alice, "https://example.com/");
        try (var first = open(code);
                var second = open(code)) {
            try (var third = open(TestTokens.of(bob), create(bob, "https://example.com/"))) {
                List.of(first, second, third).forEach(stream -> stream.awaitLine("\"total\":0"));

                as(carol)
                        .accept("text/event-stream")
                        .get(live(create(carol, "https://example.com/")))
                        .then()
                        .statusCode(503)
                        .body("type", equalTo("https://casebook.dev/problems/too-many-live-streams"));
            }
            open(TestTokens.of(carol), create(carol, "https://example.com/")).close();
        }
    }

    /** Once there is room: streams of the test before may only just have ended. */
    private EventStream open(String code) {
        return open(TestTokens.of(alice), code);
    }

    private EventStream open(String token, String code) {
        return soon().until(
                        () -> {
                            var stream = new EventStream(service.resolve(live(code)), token);
                            if (!stream.isOpen()) {
                                stream.close();
                            }
                            return stream;
                        },
                        EventStream::isOpen);
    }

    private String createWithRule() {
        var condition = Map.of("type", "query", "name", "for", "value", "app");
        return as(alice)
                .body(Map.of("url", "https://example.com/", "rules", new Object[] {
                    Map.of("url", "https://example.com/app", "conditions", new Object[] {condition})
                }))
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    /** A journal that is another instance's. */
    private static ClickBatch batch(String code, String referrer) {
        var at = Timestamps.fromMillis(System.currentTimeMillis());
        var click = Click.newBuilder().setCode(code).setAt(at).setReferrerHost(referrer);
        var other = Click.newBuilder().setCode("other-" + code).setAt(at);
        return ClickBatch.newBuilder()
                .setJournal(UUID.randomUUID().toString())
                .setFirstSequence(1)
                .addClicks(click)
                .addClicks(other)
                .build();
    }

    private static void visit(String path, String agent, String referrer) {
        anonymous()
                .header("User-Agent", agent)
                .header("Referer", referrer)
                .header("Accept-Language", "de-AT,en;q=0.5")
                .get("/s/" + path)
                .then()
                .statusCode(302);
    }

    private static String live(String code) {
        return LINKS + "/" + code + "/clicks/live";
    }
}
