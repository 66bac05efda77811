package dev.casebook.local;

import dev.casebook.servers.Patience;
import dev.casebook.servers.ServerException;
import dev.casebook.stack.Instance;
import dev.casebook.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A JDK 25 AOT cache (JEP 514, 515) for each service: what a training run loaded, linked and profiled. A cache fits one JDK, one set of options and the
 * very jars that it was made with; any other is not used.
 */
final class AotCaches {

    private static final int TRAINING_ROUNDS = 30;
    /** The JVM writes the cache after the service has ended. */
    private static final Patience TRAINING =
            new Patience(Duration.ofSeconds(120), Duration.ofSeconds(180), Duration.ofSeconds(2));

    private final Checkout checkout;
    private final Processes processes;
    private final Progress progress;

    AotCaches(Checkout checkout, Processes processes, Progress progress) {
        this.checkout = checkout;
        this.processes = processes;
        this.progress = progress;
    }

    /** What a JVM of the service is to be told: nothing when there is no cache that fits. */
    List<String> options(Service service) throws IOException {
        return fits(service) ? List.of("-XX:AOTCache=" + cache(service)) : List.of();
    }

    boolean fits(Service service) throws IOException {
        return Files.exists(cache(service))
                && Files.exists(mark(service))
                && Files.readString(mark(service)).equals(fingerprint(service));
    }

    /** Runs the service once for its cache, on the servers that run. When that fails it costs only speed, and is said. */
    void train(Instance instance) throws IOException {
        var service = instance.service();
        Files.createDirectories(cache(service).getParent());
        Files.deleteIfExists(mark(service));
        Files.deleteIfExists(unfinished(service));
        progress.state(instance.name(), "training run for fast starts, once per build…");
        var process = processes.service(instance, List.of("-XX:AOTCacheOutput=" + unfinished(service)), TRAINING);
        try {
            process.start();
            exercise(process);
            progress.state(instance.name(), "writing its AOT cache…");
            process.stop();
            Files.move(unfinished(service), cache(service), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(mark(service), fingerprint(service));
            progress.state(instance.name(), "has its AOT cache");
        } catch (IOException | ServerException e) {
            process.stop();
            progress.state(instance.name(), "no AOT cache, it starts slower: " + e.getMessage());
        }
    }

    private static void exercise(ServiceProcess process) throws IOException {
        var instance = process.instance();
        for (int round = 0; round < TRAINING_ROUNDS; round++) {
            for (var path : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/metrics")) {
                process.get(instance.managementPort(), path);
            }
            process.get(instance.port(), "/openapi");
            process.get(instance.port(), "/no-such-path");
        }
    }

    private String fingerprint(Service service) throws IOException {
        return new Fingerprint()
                .with(
                        System.getProperty("java.vm.version"),
                        System.getProperty("java.home"),
                        ServiceJvm.options(service))
                .with(checkout.quarkusApp(service.name()), Set.of())
                .text();
    }

    private Path cache(Service service) {
        return checkout.cache().resolve("aot").resolve(service.name() + ".aot");
    }

    private Path unfinished(Service service) {
        return cache(service).resolveSibling(service.name() + ".aot.new");
    }

    private Path mark(Service service) {
        return cache(service).resolveSibling(service.name() + ".fingerprint");
    }
}
