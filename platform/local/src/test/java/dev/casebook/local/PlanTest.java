package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.stack.Instance;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @TempDir
    Path folder;

    private Stack stack;

    @BeforeEach
    void setUp() throws IOException {
        stack = Stack.load(Files.writeString(folder.resolve("stack.yaml"), """
                servers: { postgresql: { port: 1 }, kafka: { port: 2 }, redis-cache: { port: 3 } }
                services:
                  api-gateway: { ports: 18100, public: 8080, heap: 64m }
                  shop: { ports: 18120, heap: 64m, needs: [postgresql], database: shop }
                  feed: { ports: 18140, heap: 64m, needs: [redis-cache] }
                """));
    }

    @Test
    void everythingUnlessNamed() {
        var plan = plan(Set.of(), Map.of());

        assertThat(plan.instances()).extracting(Instance::name).containsExactly("api-gateway-0", "shop-0", "feed-0");
    }

    @Test
    void serversThatNobodyNeedsAreLeftOut() {
        assertThat(plan(Set.of(), Map.of()).servers()).containsExactly("postgresql", "redis-cache");
        assertThat(plan(Set.of("feed"), Map.of()).servers()).containsExactly("redis-cache");
    }

    @Test
    void aNamedServiceComesWithTheGateway() {
        assertThat(plan(Set.of("shop"), Map.of()).instances())
                .extracting(Instance::name)
                .containsExactly("api-gateway-0", "shop-0");
    }

    @Test
    void scaledServicesHavePortsOfTheirOwn() {
        assertThat(plan(Set.of("shop"), Map.of("shop", 3)).instances())
                .extracting(Instance::port)
                .containsExactly(8080, 18120, 18122, 18124);
    }

    @Test
    void theGatewayMoves() {
        var plan = Plan.of(stack, Set.of(), Map.of(), OptionalInt.of(9999));

        assertThat(plan.instances().getFirst().port()).isEqualTo(9999);
        assertThat(plan.publicUrl()).isEqualTo("http://localhost:9999");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> plan(Set.of("chat"), Map.of())).hasMessageContaining("no service chat");
        assertThatThrownBy(() -> plan(Set.of(), Map.of("chat", 2))).hasMessageContaining("no service chat");
        assertThatThrownBy(() -> plan(Set.of(), Map.of("shop", 11))).hasMessageContaining("shop=11");
        assertThatThrownBy(() -> plan(Set.of(), Map.of("shop", 0))).hasMessageContaining("shop=0");
    }

    private Plan plan(Set<String> named, Map<String, Integer> scale) {
        return Plan.of(stack, named, scale, OptionalInt.empty());
    }
}
