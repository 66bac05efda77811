package dev.casebook.local;

import dev.casebook.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** Builds the services whose sources are not the ones that their programs were built from, and calls no Maven when there are none. */
final class Build {

    /** Neither what builds make nor tests change what a service does. */
    private static final Set<String> NOT_SOURCES = Set.of("target", "test", "local", "testkit", "node_modules");

    private final Checkout checkout;

    Build(Checkout checkout) {
        this.checkout = checkout;
    }

    List<Service> stale(List<Service> services) throws IOException {
        var stale = new ArrayList<Service>();
        for (var service : services) {
            if (!Files.exists(checkout.quarkusApp(service.name()).resolve("quarkus-run.jar"))
                    || !fingerprint(service).equals(builtFrom(service))) {
                stale.add(service);
            }
        }
        return stale;
    }

    /** @throws CasebookException when a build fails, which has printed why */
    void run(List<Service> services) throws IOException {
        if (services.isEmpty()) {
            return;
        }
        // Before the build: whatever changes while it runs makes the next one.
        var fingerprints = new HashMap<Service, String>();
        for (var service : services) {
            fingerprints.put(service, fingerprint(service));
            Files.deleteIfExists(mark(service));
        }
        var command =
                new ArrayList<>(List.of(checkout.root().resolve("casebook").toString(), "build"));
        services.forEach(service -> command.add(service.name()));
        if (exitCode(new ProcessBuilder(command).inheritIO()) != 0) {
            throw new CasebookException("the build failed, see above");
        }
        for (var service : services) {
            Files.createDirectories(mark(service).getParent());
            Files.writeString(mark(service), fingerprints.get(service));
        }
    }

    private static int exitCode(ProcessBuilder builder) throws IOException {
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasebookException("interrupted while building", e);
        }
    }

    private String fingerprint(Service service) throws IOException {
        return new Fingerprint()
                .with(
                        List.of(
                                checkout.root().resolve("pom.xml"),
                                checkout.root().resolve("platform"),
                                checkout.root().resolve(service.name())),
                        NOT_SOURCES)
                .text();
    }

    private String builtFrom(Service service) throws IOException {
        return Files.exists(mark(service)) ? Files.readString(mark(service)) : "";
    }

    private Path mark(Service service) {
        return checkout.cache().resolve("built").resolve(service.name());
    }
}
