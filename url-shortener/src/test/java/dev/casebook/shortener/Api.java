package dev.casebook.shortener;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.casebook.testkit.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;

/** The service as its clients use it. */
public final class Api {

    /** Generous: the machine that runs the tests may be busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(25);

    public static final String LINKS = "/api/v1/links";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private Api() {}

    /** Different in each test, so that tests do not meet in the database. */
    public static String unique(String name) {
        return name + "-" + Long.toString(System.nanoTime(), 36) + "-" + NAMES.incrementAndGet();
    }

    public static RequestSpecification as(String subject) {
        return given().auth().oauth2(TestTokens.of(subject)).contentType(ContentType.JSON);
    }

    public static RequestSpecification anonymous() {
        return given().redirects().follow(false);
    }

    /** @return the code */
    public static String create(String subject, String url) {
        return as(subject)
                .body(Map.of("url", url))
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    public static String createAlias(String subject, String alias, String url) {
        return as(subject)
                .body(Map.of("url", url, "alias", alias))
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    public static void edit(String subject, String code, long version, String url) {
        as(subject)
                .header("If-Match", "\"" + version + "\"")
                .body(Map.of("url", url))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(200);
    }

    public static ValidatableResponse follow(String code) {
        return anonymous().get("/s/" + code).then();
    }

    /** Runs one task many times at once. */
    public static <T> List<T> inParallel(int times, Callable<T> task) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(times, task)).stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks at once, and often: most of what tests wait for is there already, or soon. */
    public static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE);
    }

    /** Creations work: at once, unless the service has only just started. */
    public static void awaitStart() {
        soon().until(Api::creationWorks);
    }

    /** Creations work again: the last thing to come back after PostgreSQL was away. */
    public static void awaitCreation() {
        await().atMost(PATIENCE).until(Api::creationWorks);
    }

    private static boolean creationWorks() {
        return as("prober")
                        .body(Map.of("url", "https://example.com/"))
                        .post(LINKS)
                        .statusCode()
                == 201;
    }
}
