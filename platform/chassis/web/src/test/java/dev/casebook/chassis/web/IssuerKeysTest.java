package dev.casebook.chassis.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.testkit.TestIssuer;
import dev.casebook.testkit.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {

    /** Nothing here waits so long; a wait without a bound would. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final TestIssuer issuer = TestTokens.issuer();
    private IssuerKeys keys;

    @BeforeEach
    void issuerRuns() {
        issuer.start();
    }

    @AfterEach
    void stop() {
        keys.stop();
        issuer.start();
    }

    @Test
    void keysAreThereBeforeTheFirstToken() throws Exception {
        int before = issuer.fetches();
        keys = keys(Duration.ZERO);
        await().atMost(BOUND).until(() -> issuer.fetches() > before);

        assertThat(keys.find(token(TestTokens.of("alice")))).isNotNull();
        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void newKeyIsFetchedWhenItsFirstTokenComes() throws Exception {
        keys = keys(Duration.ZERO);
        keys.find(token(TestTokens.of("alice")));

        issuer.rotateKey();

        assertThat(keys.find(token(TestTokens.of("alice")))).isNotNull();
    }

    @Test
    void manyUnknownKeysCauseOneFetch() throws Exception {
        keys = keys(Duration.ofHours(1));
        keys.find(token(TestTokens.of("alice")));
        int before = issuer.fetches();

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> keys.find(token(TestTokens.ofUnknownKey("alice"))))
                    .isInstanceOf(UnresolvableKeyException.class)
                    .isNotInstanceOf(KeysAwayException.class);
        }

        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void issuerThatWasNeverThereIsToldFromABadKeyAndAskedAgain() throws Exception {
        issuer.stop();
        keys = keys(Duration.ZERO);
        assertThatThrownBy(() -> keys.find(token(TestTokens.of("alice")))).isInstanceOf(KeysAwayException.class);

        issuer.start();

        await().atMost(BOUND).ignoreExceptions().until(() -> keys.find(token(TestTokens.of("alice"))) != null);
    }

    @Test
    void hangingIssuerBlocksNobodyForLong() {
        issuer.hang();
        keys = keys(Duration.ZERO, Duration.ofMillis(500));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = IntStream.range(0, 100)
                    .mapToObj(
                            i -> threads.submit(() -> assertThatThrownBy(() -> keys.find(token(TestTokens.of("alice"))))
                                    .isInstanceOf(KeysAwayException.class)))
                    .toList();
            waiting.forEach(each -> assertThat(each).succeedsWithin(60, SECONDS));
        }
    }

    private IssuerKeys keys(Duration askedAtMost) {
        return keys(askedAtMost, BOUND);
    }

    private IssuerKeys keys(Duration askedAtMost, Duration timeout) {
        var made = new IssuerKeys(
                new KeySource(issuer.jwksUrl(), timeout), new QuickKeys(timeout, askedAtMost), Clock.systemUTC());
        made.start();
        return made;
    }

    private static JsonWebSignature token(String token) throws JoseException {
        var signature = new JsonWebSignature();
        signature.setCompactSerialization(token);
        return signature;
    }

    private record QuickKeys(Duration timeout, Duration askedAtMost) implements ServiceSettings.Keys {

        @Override
        public boolean prefetched() {
            return true;
        }

        @Override
        public Duration refreshed() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration shortestPause() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration longestPause() {
            return Duration.ofMillis(200);
        }
    }
}
