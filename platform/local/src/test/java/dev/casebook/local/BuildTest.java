package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.stack.Service;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    @TempDir
    Path root;

    private Build build;
    private List<Service> services;

    @BeforeEach
    void setUp() throws IOException {
        write("stack.yaml", """
                servers: {}
                services:
                  shop: { ports: 18120, heap: 64m }
                  bank: { ports: 18140, heap: 64m }
                """);
        write("pom.xml", "<project/>");
        write("shop/pom.xml", "<project/>");
        write("shop/src/main/java/Shop.java", "class Shop {}");
        write("bank/src/main/java/Bank.java", "class Bank {}");
        write("platform/chassis/web/src/main/java/Web.java", "class Web {}");
        builder(
                "for name; do mkdir -p $name/target/quarkus-app; echo built > $name/target/quarkus-app/quarkus-run.jar; done");
        services = List.copyOf(Stack.load(root.resolve("stack.yaml")).services().values());
        build = new Build(Checkout.at(root));
    }

    @Test
    void whatWasNeverBuiltIsStaleAndAfterwardsNot() throws IOException {
        assertThat(build.stale(services)).hasSize(2);

        build.run(services);

        assertThat(build.stale(services)).isEmpty();
    }

    @Test
    void anEditedServiceAloneIsBuilt() throws IOException {
        build.run(services);

        write("shop/src/main/java/Shop.java", "class Shop { int edited; }");

        assertThat(build.stale(services)).extracting(Service::name).containsExactly("shop");
    }

    @Test
    void aSharedJarConcernsAll() throws IOException {
        build.run(services);

        write("platform/chassis/web/src/main/java/Web.java", "class Web { int edited; }");

        assertThat(build.stale(services)).hasSize(2);
    }

    @Test
    void aDeletedFileAndAnOlderOneAreChangesToo() throws IOException {
        build.run(services);
        Files.delete(root.resolve("bank/src/main/java/Bank.java"));
        assertThat(build.stale(services)).extracting(Service::name).containsExactly("bank");

        build.run(services);
        Files.setLastModifiedTime(
                root.resolve("shop/pom.xml"), FileTime.from(Instant.now().minusSeconds(86_400)));
        assertThat(build.stale(services)).extracting(Service::name).containsExactly("shop");
    }

    @Test
    void testsAreNoReasonToBuild() throws IOException {
        build.run(services);

        write("shop/src/test/java/ShopTest.java", "class ShopTest {}");

        assertThat(build.stale(services)).isEmpty();
    }

    @Test
    void aFailedBuildStaysStale() throws IOException {
        builder("exit 1");

        assertThatThrownBy(() -> build.run(services)).isInstanceOf(CasebookException.class);
        assertThat(build.stale(services)).hasSize(2);
    }

    private void builder(String script) throws IOException {
        var file = write("casebook", "#!/bin/sh\ncd \"$(dirname \"$0\")\"; shift; " + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
