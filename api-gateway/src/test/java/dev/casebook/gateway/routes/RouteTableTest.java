package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable table = new RouteTable(List.of(
            route("exact", "/a", "GET"),
            route("below", "/a/**", "GET", "POST"),
            route("any", "/a/{x}", "GET"),
            route("text", "/a/b", "GET"),
            route("deep", "/a/{x}/c", "GET"),
            route("slash", "/s/", "GET")));

    private static Route route(String id, String path, String... methods) {
        var timeouts = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
        return new Route(
                id,
                "up",
                PathPattern.parse(path),
                Set.of(methods),
                Auth.NONE,
                timeouts,
                Retry.IDEMPOTENT,
                0,
                Optional.empty());
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
    void mostSpecificPatternWithTheMethodWins(String method, String path, String id) {
        assertThat(table.find(method, path).map(Route::id)).isEqualTo(Optional.ofNullable(id));
    }

    @Test
    void methodsOfAllMatchingPatternsAreTold() {
        assertThat(table.methodsAt("/a/b")).containsExactly("GET", "POST");
        assertThat(table.methodsAt("/nowhere")).isEmpty();
    }
}
