package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.Api;
import dev.casebook.shortener.links.LinkPage.Position;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinkSearchIT {

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final String alice = unique("alice");

    @Inject
    DataSource database;

    @Inject
    LinkRow row;

    @BeforeEach
    void awaitTables() {
        Api.awaitStart();
    }

    @Test
    void tagsMustAllBeThere() {
        var both = tagged("a", "b");
        var one = tagged("a");
        tagged("b");

        as(alice).get(LINKS + "?tag=A").then().body("items.code", contains(one, both));
        as(alice).get(LINKS + "?tag=a&tag=b").then().body("items.code", contains(both));
        as(unique("bob")).get(LINKS + "?tag=a").then().body("items", empty());
    }

    @Test
    void tagsThatWereTakenAwayAreNoLongerFound() {
        var code = tagged("a", "b");
        edit(code, "{\"tags\": [\"b\", \"c\"]}");

        as(alice).get(LINKS + "?tag=a").then().body("items", empty());
        as(alice).get(LINKS + "?tag=b").then().body("items.code", contains(code));
        as(alice).get(LINKS + "?tag=c").then().body("items.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource({
        "holiday, 'one,two'",
        "HOLIDAY, 'one,two'",
        "example.org, three",
        "100%, two",
        "nowhere, ''",
    })
    void textIsFoundInTitleTargetAndCode(String text, String expected) {
        var prefix = unique("x").replace('_', '-');
        named(prefix + "one", "My Holiday", "https://example.com/1");
        named(prefix + "two", "100%", "https://example.com/holiday");
        named(prefix + "three", "Other", "https://example.org/3");

        var codes = as(alice).queryParam("q", text).get(LINKS).then().extract().<List<String>>path("items.code");

        assertThat(codes)
                .extracting(code -> code.substring(prefix.length()))
                .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(","));
    }

    @Test
    void datesBoundTheList() {
        insertAt(NEW_YEAR.minusSeconds(1), "before");
        insertAt(NEW_YEAR, "first");
        insertAt(NEW_YEAR.plusSeconds(1), "second");

        titles("?createdFrom=2026-01-01T00:00:00Z", "second", "first");
        titles("?createdUntil=2026-01-01T00:00:00Z", "before");
        titles("?createdFrom=2026-01-01T00:00:00Z&createdUntil=2026-01-01T00:00:01Z", "first");
    }

    @Test
    void deletedLinksHaveAListOfTheirOwn() {
        var live = tagged("a");
        var deleted = tagged("a");
        as(alice).delete(LINKS + "/" + deleted).then().statusCode(204);

        as(alice).get(LINKS + "?tag=a").then().body("items.code", contains(live));
        as(alice).get(LINKS + "?deleted=true").then().body("items.code", contains(deleted));
        as(alice).get(LINKS + "?deleted=true&tag=a").then().body("items.code", contains(deleted));
    }

    @ParameterizedTest
    @CsvSource({
        "createdFrom=yesterday, createdFrom",
        "createdUntil=2026-01-01, createdUntil",
        "'tag=a,b', tag",
        "cursor=AAAAAAAAAAE, cursor",
    })
    void whatIsNoFilterIsRefused(String query, String field) {
        as(alice).get(LINKS + "?" + query).then().statusCode(400).body("errors.field", contains(field));
    }

    @Test
    void linksOfOneInstantAreEachShownOnce() {
        for (int i = 0; i < 7; i++) {
            insertAt(NEW_YEAR, "link" + i);
        }

        assertThat(walk(search(5000), LinkFilter.ALL, 2))
                .hasSize(7)
                .isEqualTo(IntStream.iterate(6, i -> i >= 0, i -> i - 1)
                        .mapToObj(i -> "link" + i)
                        .toList());
    }

    @Test
    void searchGoesOnBehindItsDepthUntilEverythingWasLookedAt() {
        for (int i = 0; i < 23; i++) {
            insertAt(NEW_YEAR.plusSeconds(i), i % 10 == 0 ? "needle" + i : "hay" + i);
        }
        var filter = new LinkFilter(List.of(), Optional.of("needle"), Optional.empty(), Optional.empty(), false);

        assertThat(walk(search(5), filter, 2)).containsExactly("needle20", "needle10", "needle0");
    }

    @Test
    void eachListWalksAnIndex() {
        for (var list : Map.of(
                        LinkFilter.ALL,
                        "links_by_owner",
                        new LinkFilter(List.of("a"), Optional.empty(), Optional.empty(), Optional.empty(), false),
                        "link_tags_pkey",
                        new LinkFilter(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), true),
                        "links_deleted_by_owner")
                .entrySet()) {
            var plan = Sql.on(database, "EXPLAIN " + LinkSearch.walk(list.getKey()) + " LIMIT 21", explain -> {
                explain.getConnection().createStatement().execute("SET enable_seqscan = off; SET enable_sort = off");
                int next = 1;
                explain.setString(next++, alice);
                if (!list.getKey().tags().isEmpty()) {
                    explain.setString(next++, "a");
                }
                explain.setObject(next++, NEW_YEAR.atOffset(ZoneOffset.UTC));
                explain.setLong(next++, 1);
                explain.setObject(next, Instant.EPOCH.atOffset(ZoneOffset.UTC));
                var lines = new ArrayList<String>();
                try (var rows = explain.executeQuery()) {
                    while (rows.next()) {
                        lines.add(rows.getString(1));
                    }
                } finally {
                    explain.getConnection().createStatement().execute("RESET enable_seqscan; RESET enable_sort");
                }
                return String.join("\n", lines);
            });

            assertThat(plan).contains("Backward using " + list.getValue()).doesNotContain("Sort");
        }
    }

    private List<String> walk(LinkSearch search, LinkFilter filter, int limit) {
        var titles = new ArrayList<String>();
        var position = Optional.of(Position.START);
        while (position.isPresent()) {
            var page = search.page(alice, filter, position.get(), limit);
            assertThat(page.links()).hasSizeLessThanOrEqualTo(limit);
            page.links().forEach(link -> titles.add(link.label().title().orElseThrow()));
            position = page.next();
        }
        return titles;
    }

    private LinkSearch search(int depth) {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(LinkSettings.class)
                .withDefaultValue("casebook.shortener.links.search-depth", Integer.toString(depth))
                .build()
                .getConfigMapping(LinkSettings.class);
        return new LinkSearch(database, row, settings);
    }

    private void titles(String query, String... titles) {
        as(alice).get(LINKS + query).then().body("items.title", contains(titles));
    }

    private String tagged(String... tags) {
        return as(alice)
                .body(Map.of("url", "https://example.com/", "tags", tags))
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private void named(String alias, String title, String url) {
        as(alice)
                .body(Map.of("url", url, "alias", alias, "title", title))
                .post(LINKS)
                .then()
                .statusCode(201);
    }

    private void edit(String code, String body) {
        as(alice)
                .header("If-Match", "*")
                .body(body)
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(200);
    }

    private void insertAt(Instant createdAt, String title) {
        Sql.on(database, """
                INSERT INTO links (code, owner, url, title, created_at, updated_at)
                VALUES (?, ?, 'https://example.com/', ?, ?, now())""", insert -> {
            insert.setString(1, unique("at"));
            insert.setString(2, alice);
            insert.setString(3, title);
            insert.setObject(4, createdAt.atOffset(ZoneOffset.UTC));
            return insert.executeUpdate();
        });
    }
}
