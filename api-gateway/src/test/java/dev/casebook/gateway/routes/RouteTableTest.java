package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static final String PATHS = """
            { id: exact, path: /a, methods: [GET] }
            { id: below, path: /a/**, methods: [GET, POST] }
            { id: any, path: "/a/{x}", methods: [GET] }
            { id: text, path: /a/b, methods: [GET] }
            { id: deep, path: "/a/{x}/c", methods: [GET] }
            { id: slash, path: /s/, methods: [GET] }
            """;

    private static final String CONDITIONS = """
            { id: plain, path: /a/**, methods: [GET] }
            { id: closer, path: /a/b, methods: [GET] }
            { id: header, path: /a/**, methods: [GET], headers: { X-Beta: "yes" } }
            { id: any-header, path: /a/**, methods: [GET], headers: { X-Team: "*" }, query: { q: "*" } }
            { id: query, path: /a/**, methods: [GET, POST], query: { debug: "1" } }
            { id: host, path: /a/**, methods: [GET], hosts: [a.example, A.test] }
            { id: wildcard, path: /a/**, methods: [GET], hosts: ["*.example"] }
            { id: root, path: "/{code}", methods: [GET], hosts: [go.example] }
            { id: first, path: /first/**, methods: [GET], priority: 1 }
            { id: never, path: /first/second, methods: [GET] }
            { id: last, path: /last/only, methods: [GET], priority: -1 }
            { id: instead, path: "/last/{x}", methods: [GET] }
            """;

    private final RandomGenerator random = new Random(1);

    @TempDir
    Path folder;

    private RouteTable table(String routes) throws IOException {
        var lines = Arrays.stream(routes.split("\n"))
                .map(line -> "  - " + line.replaceFirst(" }$", ", auth: none }"))
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("t.yaml"), "upstream: up\nroutes:\n" + lines);
        return RouteFolder.read(folder).table();
    }

    private static Asked asked(String method, String url, String header) {
        var target = RequestTarget.parse("http://" + url);
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (header != null) {
            headers.add(header.split(":")[0], header.split(":")[1]);
        }
        return new Asked(method, target, target.authority().orElseThrow(), headers::get);
    }

    private String find(RouteTable table, Asked asked) {
        return table.find(asked, random)
                .map(Route::id)
                .map(id -> id.replace("t.", ""))
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /a, exact",
        "POST, /a, below",
        "GET, /a/, below",
        "GET, /a/b, text",
        "POST, /a/b, below",
        "GET, /a/z, any",
        "GET, /a/b/c, deep",
        "GET, /a/z/c, deep",
        "GET, /a/z/d, below",
        "GET, /a/b/c/d, below",
        "GET, /s/, slash",
        "DELETE, /a, ",
        "GET, /, ",
        "GET, /ab, ",
        "GET, /s, "
    })
    void mostSpecificPatternWithTheMethodWins(String method, String path, String id) throws IOException {
        assertThat(find(table(PATHS), asked(method, "h" + path, null))).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, h/a/x, , plain",
        "GET, h/a/b, , closer",
        "GET, h/a/x, X-Beta:yes, header",
        "GET, h/a/x, x-beta:yes, header",
        "GET, h/a/x, X-Beta:no, plain",
        "GET, h/a/b, X-Beta:yes, closer",
        "GET, h/a/x?q, X-Team:blue, any-header",
        "GET, h/a/x, X-Team:blue, plain",
        "GET, h/a/x?debug=1, , query",
        "GET, h/a/x?a=b&debug=%31, , query",
        "GET, h/a/x?debug=0&debug=1, , plain",
        "GET, h/a/x?debug=1, X-Beta:yes, header",
        "POST, h/a/x?debug=1, , query",
        "POST, h/a/x, , ",
        "GET, a.example/a/b, , host",
        "GET, A.EXAMPLE.:8080/a/b, , host",
        "GET, a.test/a/b, , host",
        "GET, b.example/a/b, , wildcard",
        "GET, c.b.example/a/b, , wildcard",
        "GET, example/a/b, , closer",
        "GET, xa.example.evil/a/b, , closer",
        "GET, [::1]:80/a/b, , closer",
        "GET, go.example/abc, , root",
        "GET, go.example/abc/d, , ",
        "GET, go.example/q, , ",
        "GET, go.example/auth, , ",
        "GET, h/abc, , ",
        "GET, h/first/second, , first",
        "GET, h/last/only, , instead"
    })
    void priorityThenHostThenPathThenTheRestDecide(String method, String url, String header, String id)
            throws IOException {
        assertThat(find(table(CONDITIONS), asked(method, url, header))).isEqualTo(id);
    }

    /** Two ways to the same: the tree, and one pattern at a time. */
    @ParameterizedTest
    @CsvSource({"/a", "/a/", "/a/b", "/a/b/c", "/a/b/c/d", "/", "/s", "/s/", "/s/x", "/b", "/q", "/q/x", "/auth/token"})
    void patternAloneMatchesWhatTheTreeFinds(String path) throws IOException {
        for (var pattern : List.of("/a", "/a/**", "/a/{x}", "/a/{x}/c", "/s/", "/{x}", "/{x}/**", "/**")) {
            var table = table("{ id: x, path: \"%s\", methods: [GET], hosts: [h] }".formatted(pattern));

            assertThat(PathPattern.parse(pattern).matches(path))
                    .as(pattern)
                    .isEqualTo(find(table, asked("GET", "h" + path, null)) != null);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    GET  | h/a/x              | -          | t.header    | wants the header x-beta: yes
                    GET  | h/a/x              | -          | t.query     | wants the parameter debug: 1
                    GET  | h/a/x              | -          | t.host      | is for a.example, a.test
                    GET  | h/a/x              | -          | t.wildcard  | is for *.example
                    GET  | h/a/x              | X-Beta:yes | t.plain     | asks for less in headers and query
                    GET  | h/a/b              | -          | t.plain     | names the path less closely
                    GET  | b.example/a/x      | -          | t.plain     | names the host less closely
                    GET  | a.example/a/x      | -          | t.wildcard  | names the host less closely
                    GET  | h/first/second     | -          | t.never     | has the priority 0, not 1
                    POST | h/a/x?debug=1      | -          | t.plain     | takes no POST
                    POST | h/a/x              | -          | t.plain     | takes no POST
                    """)
    void routeThatIsNotTakenHasAReason(String method, String url, String header, String route, String reason)
            throws IOException {
        var table = table(CONDITIONS);
        var asked = asked(method, url, header);

        assertThat(PassedOver.among(table, asked, table.find(asked, random))).contains(new PassedOver(route, reason));
    }

    @Test
    void routeThatWasNotDrawnHasAReason() throws IOException {
        var table = table("""
                { id: always, path: /a, methods: [GET], weight: 1 }
                { id: never, path: /a, methods: [GET], weight: 0 }
                """);
        var asked = asked("GET", "h/a", null);

        assertThat(PassedOver.among(table, asked, table.find(asked, random)))
                .containsExactly(new PassedOver("t.never", "was not drawn, its weight is 0"));
    }

    @Test
    void methodsOfAllMatchingRoutesAreTold() throws IOException {
        assertThat(table(PATHS).methodsFor(asked("DELETE", "h/a/b", null))).containsExactly("GET", "POST");
        assertThat(table(PATHS).methodsFor(asked("DELETE", "h/nowhere", null))).isEmpty();
        assertThat(table(CONDITIONS).methodsFor(asked("POST", "h/a/x", null))).containsExactly("GET");
    }

    @Test
    void routesForTheSameShareByWeight() throws IOException {
        var table = table("""
                { id: most, path: /a, methods: [GET], weight: 90 }
                { id: some, path: /a, methods: [GET], weight: 10 }
                { id: idle, path: /a, methods: [GET], weight: 0 }
                """);
        var counts = new HashMap<String, Integer>();

        for (int i = 0; i < 10_000; i++) {
            counts.merge(find(table, asked("GET", "h/a", null)), 1, Integer::sum);
        }

        assertThat(counts).containsOnlyKeys("most", "some");
        assertThat(counts.get("some")).isBetween(900, 1100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: [a.b]            | hosts: ['*.b', a.b]",
                "headers: { A: x }       | headers: { B: x }",
                "headers: { A: x }       | headers: { A: '*' }",
                "query: { a: '1' }       | query: { b: '1' }",
                "priority: 2             | priority: 2",
                "weight: 1               | priority: 0",
                "weight: 1, query: {a: x}| weight: 1, query: {b: x}"
            })
    void routesThatTieAreRefused(String one, String other) {
        // Two hosts of which one stands for many count as those.
        var level = one.startsWith("hosts") ? "hosts: ['*.b']" : one;

        assertThatThrownBy(
                        () -> table("{ id: x, path: /a, methods: [GET], %s }\n{ id: y, path: /a, methods: [GET], %s }"
                                .formatted(level, other)))
                .hasMessageContaining("routes t.x and t.y both claim GET /a; a priority would say whose it is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: [a.b]      | hosts: [c.b]",
                "hosts: [a.b]      | hosts: ['*.b']",
                "headers: { A: x } | headers: { A: y }",
                "headers: { A: x } | query: { a: x }",
                "query: { a: '1' } | query: { a: '2' }",
                "priority: 1       | priority: 2"
            })
    void routesThatCannotTieAreNot(String one, String other) throws IOException {
        assertThat(table("{ id: x, path: /a, methods: [GET], %s }\n{ id: y, path: /a, methods: [GET], %s }"
                                .formatted(one, other))
                        .routes())
                .hasSize(2);
    }

    @Test
    void weightsThatAreAllZeroAreRefused() {
        assertThatThrownBy(() -> table("""
                        { id: x, path: /a, methods: [GET], weight: 0 }
                        { id: y, path: /a, methods: [GET], weight: 0 }
                        """)).hasMessageContaining("routes t.x, t.y all have the weight 0");
    }
}
