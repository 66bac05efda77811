package dev.casebook.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {

    @TempDir
    Path folder;

    @Test
    void theRealFileLoads() throws IOException {
        var stack = Stack.load(Path.of("../../stack.yaml"));

        assertThat(stack.service("api-gateway").instance(0).port()).isEqualTo(8080);
        assertThat(stack.service("url-shortener").instance(1).port()).isEqualTo(18122);
        assertThat(stack.service("url-shortener").instance(1).managementPort()).isEqualTo(18123);
    }

    @Test
    void everyTopicHasItsDeadLetters() throws IOException {
        var stack = load("""
                servers: { kafka: { port: 19092 } }
                services:
                  a: { ports: 18100, heap: 64m, topics: { a.things.v1: { key: thing, partitions: 6, retention: 7d } } }
                """);

        assertThat(stack.topics()).extracting(Topic::name).containsExactly("a.things.v1", "a.things.v1.dlq");
        assertThat(stack.topics().getFirst().retentionTime()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aServiceGetsTheAddressesOfWhatItNeedsAndNoOthers() throws IOException {
        var stack = load("""
                servers: { postgresql: { port: 1 }, kafka: { port: 2 }, redis-cache: { port: 3 } }
                services:
                  shop: { ports: 18100, heap: 64m, needs: [postgresql, redis-cache], database: shop, secrets: [SHOP_KEY],
                          folders: { SHOP_GOODS: shop/goods } }
                """);
        var shop = stack.service("shop").instance(0);

        var environment = new Environment(
                        stack, "127.0.0.1", "http://localhost:8080", folder, folder, name -> "s-" + name)
                .of(shop, List.of(shop));

        assertThat(environment)
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/shop")
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "s-shop")
                .containsEntry("CASEBOOK_REDIS_CACHE_URL", "redis://:s-redis-cache@127.0.0.1:3")
                .containsEntry("SHOP_KEY", "s-SHOP_KEY")
                .containsEntry("SHOP_GOODS", folder.resolve("shop/goods").toString())
                .doesNotContainKeys("KAFKA_BOOTSTRAP_SERVERS", "CASEBOOK_GATEWAY_UPSTREAMS");
    }

    @Test
    void theGatewayKnowsEveryRunningInstance() throws IOException {
        var stack = load("""
                servers: {}
                services:
                  api-gateway: { ports: 18100, public: 8080, heap: 64m }
                  shop: { ports: 18120, heap: 64m }
                """);
        var shop = stack.service("shop");
        var gateway = stack.service("api-gateway").instance(0);

        var environment = new Environment(stack, "127.0.0.1", "http://localhost:8080", folder, folder, name -> name)
                .of(gateway, List.of(gateway, shop.instance(0), shop.instance(1)));

        assertThat(environment)
                .containsEntry("CASEBOOK_GATEWAY_UPSTREAMS", "shop=127.0.0.1:18120/18121,127.0.0.1:18122/18123");
    }

    @Test
    void gatewaysShareTheFolderOfTheIssuersKey() throws IOException {
        var stack = load("""
                servers: {}
                services:
                  api-gateway: { ports: 18100, public: 8080, heap: 64m }
                """);
        var gateway = stack.service("api-gateway");
        var running = List.of(gateway.instance(0), gateway.instance(1));
        var environment = new Environment(stack, "127.0.0.1", "http://localhost:8080", folder, folder, name -> name);

        assertThat(running)
                .extracting(instance -> environment.of(instance, running).get("CASEBOOK_GATEWAY_ISSUER_KEY_FOLDER"))
                .containsOnly(folder.resolve("api-gateway").toString());
    }

    @Test
    void overlappingPortsAreRefused() {
        assertThatThrownBy(() -> load("""
                        servers: {}
                        services:
                          a: { ports: 18100, heap: 64m }
                          b: { ports: 18110, heap: 64m }
                        """)).hasMessageContaining("port 18110 belongs to both a and b");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLine() {
        assertThatThrownBy(() -> load("servers: {}\nservices:\n  a: { ports: 18100, heapp: 64m }\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("heapp")
                .hasMessageContaining("line: 3");
    }

    private Stack load(String yaml) throws IOException {
        return Stack.load(Files.writeString(folder.resolve("stack.yaml"), yaml));
    }
}
