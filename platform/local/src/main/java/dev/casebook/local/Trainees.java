package dev.casebook.local;

import dev.casebook.servers.Folders;
import dev.casebook.servers.KafkaServer;
import dev.casebook.servers.Patience;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Instance;
import dev.casebook.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How the JVMs of a run are trained for their AOT caches. */
final class Trainees {

    private static final int ROUNDS = 30;
    /** A JVM writes its cache when its program has ended. */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(120), Duration.ofSeconds(180), Duration.ofSeconds(2));

    private final Checkout checkout;
    private final Processes processes;

    Trainees(Checkout checkout, Processes processes) {
        this.checkout = checkout;
        this.processes = processes;
    }

    /** One cache for all instances of a service; this one is trained. The servers have to run. */
    Trainee service(Instance instance) throws IOException {
        var service = instance.service();
        var fingerprint = new Fingerprint()
                .with(ServiceJvm.options(service))
                .with(checkout.quarkusApp(service.name()), Set.of())
                .text();
        return new Trainee(
                service.name(),
                instance.name(),
                fingerprint,
                options -> processes.service(instance, options, PATIENCE),
                process -> exercise((ServiceProcess) process));
    }

    /** What every run does. Whatever else a training run loads, every run would keep in memory. */
    private static void exercise(ServiceProcess process) throws IOException {
        var instance = process.instance();
        for (int round = 0; round < ROUNDS; round++) {
            for (var path : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/metrics")) {
                process.get(instance.managementPort(), path);
            }
            process.get(instance.port(), "/no-such-path");
        }
    }

    /** On a folder of its own: it must not run already. */
    Trainee kafka() throws IOException {
        var folder = checkout.cache().resolve("kafka-training");
        var fingerprint = new Fingerprint()
                .with(processes.kafkaHeap())
                .with(KafkaServer.classPath(), Set.of())
                .text();
        return new Trainee(
                Server.KAFKA,
                Server.KAFKA,
                fingerprint,
                options -> processes.kafka(folder, options, PATIENCE),
                process -> deleteAtTheEnd(process, folder));
    }

    private static void deleteAtTheEnd(ServerProcess process, Path folder) throws IOException {
        process.stop();
        Folders.delete(folder);
    }
}
