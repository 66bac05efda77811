package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.shortener.v1.LinksGrpc;
import dev.casebook.contracts.shortener.v1.ResolveRequest;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's way through everything, with two instances of the shortener. */
class ThreadOfWorkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String API_KEY = "cbk_ci_0123456789abcdef0123456789abcdef";

    /** The hash is that of the key's last part. */
    private static final String KEYS = """
            keys: [{ id: ci, sha256: 3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9, subject: alice }]
            """;

    @TempDir
    private static Path keys;

    private static RunningCasebook casebook;
    private static String alice;

    @BeforeAll
    static void up() throws IOException {
        Files.writeString(keys.resolve("keys.yaml"), KEYS);
        casebook = RunningCasebook.up(
                Map.of(),
                Map.of(
                        "CASEBOOK_GATEWAY_API_KEYS_FILE",
                        keys.resolve("keys.yaml").toString()),
                "--scale",
                "url-shortener=2");
        alice = casebook.token("alice");
    }

    @AfterAll
    static void down() throws IOException {
        casebook.close();
    }

    @Test
    void linkIsCreatedFollowedAndCounted() throws IOException {
        var created = casebook.call("POST", "/api/v1/links", alice, "{\"url\": \"https://example.com/a?b=c\"}");
        assertThat(created.status()).isEqualTo(201);
        var code = Json.text(created.body(), "code");
        assertThat(Json.text(created.body(), "shortUrl")).endsWith("/s/" + code);
        assertThat(created.headers().get("location")).endsWith("/api/v1/links/" + code);

        var followed = casebook.follow(code);

        assertThat(followed.status()).isEqualTo(302);
        assertThat(followed.headers()).containsEntry("location", "https://example.com/a?b=c");
        await("its click counted").atMost(PATIENCE).until(() -> casebook.clicks(alice, code)
                .equals(Optional.of(1L)));
    }

    @Test
    void programCreatesALinkWithAnApiKeyAndItIsItsOwners() throws IOException {
        var created = Http.send(
                "POST",
                casebook.gateway().resolve("/api/v1/links"),
                Map.of("X-Api-Key", API_KEY, "Content-Type", "application/json"),
                "{\"url\": \"https://example.com/by-key\"}",
                PATIENCE);
        assertThat(created.status()).as(created.body()).isEqualTo(201);

        var code = Json.text(created.body(), "code");

        assertThat(casebook.call("GET", "/api/v1/links/" + code, alice, "").status())
                .isEqualTo(200);
        assertThat(casebook.call("GET", "/api/v1/links/" + code, casebook.token("bob"), "")
                        .status())
                .isEqualTo(404);
        assertThat(Http.send(
                                "GET",
                                casebook.gateway().resolve("/api/v1/links/" + code),
                                Map.of("X-Api-Key", API_KEY + "0"),
                                "",
                                PATIENCE)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void linkIsAtTheRootOfTheDomainForShortLinksToo() throws IOException {
        var created = casebook.call("POST", "/api/v1/links", alice, "{\"url\": \"https://example.com/short\"}");
        var code = Json.text(created.body(), "code");

        var followed = casebook.follow("go.localhost", "/" + code);

        assertThat(followed.status()).isEqualTo(302);
        assertThat(followed.headers()).containsEntry("location", "https://example.com/short");
        await("its click counted").atMost(PATIENCE).until(() -> casebook.clicks(alice, code)
                .equals(Optional.of(1L)));
        assertThat(casebook.follow("other.localhost", "/" + code).status()).isEqualTo(404);
    }

    @Test
    void clickIsCountedWithinTwoSeconds() throws IOException {
        var code = casebook.link(alice, "https://example.com/soon");
        casebook.follow(code);
        awaitClicks(code, 1);

        // A moment in which the machine stands still makes one click late, not all of them.
        var clicks = new AtomicLong(1);
        await("a click counted in time").atMost(PATIENCE).until(() -> {
            var followed = Instant.now();
            casebook.follow(code);
            awaitClicks(code, clicks.incrementAndGet());
            return Duration.between(followed, Instant.now()).compareTo(Duration.ofSeconds(2)) < 0;
        });
    }

    private static void awaitClicks(String code, long count) {
        await("clicks counted")
                .atMost(PATIENCE)
                .until(() -> casebook.clicks(alice, code).orElse(0L) == count);
    }

    @Test
    void everyInstanceFollowsAnEditAndADeletion() throws IOException {
        var code = casebook.link(alice, "https://example.com/old");
        followOnBoth(code, "https://example.com/old");

        var edited = casebook.call(
                "PATCH", "/api/v1/links/" + code, alice, "{\"url\": \"https://example.com/new\"}", "If-Match", "\"1\"");
        assertThat(edited.status()).as(edited.body()).isEqualTo(200);
        await("both instances follow the edit")
                .atMost(PATIENCE)
                .untilAsserted(() -> followOnBoth(code, "https://example.com/new"));

        assertThat(casebook.call("DELETE", "/api/v1/links/" + code, alice, "").status())
                .isEqualTo(204);
        await("both instances drop it").atMost(PATIENCE).untilAsserted(() -> {
            for (int i = 0; i < 4; i++) {
                assertThat(casebook.follow(code).status()).isIn(404, 410);
            }
        });
    }

    @Test
    void creationEndsTheNegativeEntryOfEveryInstance() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(casebook.follow("not-yet-there").status()).isEqualTo(404);
        }

        var created = casebook.call(
                "POST", "/api/v1/links", alice, "{\"url\": \"https://example.com/now\", \"alias\": \"not-yet-there\"}");

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        await("both instances know it")
                .atMost(PATIENCE)
                .untilAsserted(() -> followOnBoth("not-yet-there", "https://example.com/now"));
    }

    @Test
    void anotherServiceResolvesByGrpc() throws IOException, InterruptedException {
        var code = casebook.link(alice, "https://example.com/grpc");
        var channel = ManagedChannelBuilder.forAddress("127.0.0.1", casebook.port("url-shortener-0"))
                .usePlaintext()
                .build();
        try {
            var resolved = LinksGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .resolve(ResolveRequest.newBuilder().setCode(code).build());

            assertThat(resolved.getUrl()).isEqualTo("https://example.com/grpc");
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void withoutATokenNothingIsCreated() throws IOException {
        var answer = casebook.call("POST", "/api/v1/links", "not-a-token", "{\"url\": \"https://example.com/\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }

    @Test
    void healthIsPublicAndSaysThatAllIsReady() {
        assertThat(casebook.isHealthy()).isTrue();
    }

    /** The gateway takes turns, so a few requests meet both. */
    private static void followOnBoth(String code, String url) throws IOException {
        for (int i = 0; i < 4; i++) {
            var answer = casebook.follow(code);
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.headers()).containsEntry("location", url);
        }
    }
}
