package dev.casebook.local;

import dev.casebook.servers.KafkaServer;
import dev.casebook.servers.Patience;
import dev.casebook.servers.PostgresqlServer;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Environment;
import dev.casebook.stack.Instance;
import dev.casebook.stack.Server;
import dev.casebook.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the processes that stack.yaml describes. */
final class Processes {

    static final String HOST = "127.0.0.1";

    private static final String DEFAULT_KAFKA_HEAP = "128m";
    private static final String DEFAULT_REDIS_MEMORY = "64m";
    /** A service has 10 s for the requests in flight, and what it flushes afterwards. */
    private static final Patience SERVICE =
            new Patience(Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofSeconds(2));

    private final Checkout checkout;
    private final Stack stack;
    private final Plan plan;
    private final Secrets secrets;

    Processes(Checkout checkout, Stack stack, Plan plan, Secrets secrets) {
        this.checkout = checkout;
        this.stack = stack;
        this.plan = plan;
        this.secrets = secrets;
    }

    /** @param jvmOptions for Kafka */
    ServerProcess server(String name, List<String> jvmOptions) {
        var server = stack.server(name);
        var place = place(name, server.port());
        return switch (name) {
            case Server.POSTGRESQL ->
                new PostgresqlServer(place, secrets.get(name), true, databases(), Patience.DEFAULT);
            case Server.KAFKA -> kafka(place.data(), jvmOptions, Patience.DEFAULT);
            case Server.REDIS_CACHE -> redis(RedisServer.Role.CACHE, place, name, server);
            default -> redis(RedisServer.Role.STATE, place, name, server);
        };
    }

    KafkaServer kafka(Path data, List<String> jvmOptions, Patience patience) {
        var place = new ServerPlace(
                HOST, stack.server(Server.KAFKA).port(), data, checkout.log(Server.KAFKA), checkout.cache());
        return new KafkaServer(place, kafkaHeap(), stack.topics(), jvmOptions, patience);
    }

    String kafkaHeap() {
        return stack.server(Server.KAFKA).heap().orElse(DEFAULT_KAFKA_HEAP);
    }

    private RedisServer redis(RedisServer.Role role, ServerPlace place, String name, Server server) {
        return new RedisServer(
                role, place, secrets.get(name), server.memory().orElse(DEFAULT_REDIS_MEMORY), Patience.DEFAULT);
    }

    private Map<String, String> databases() {
        var passwords = new LinkedHashMap<String, String>();
        stack.withDatabase()
                .forEach(service -> service.database().ifPresent(role -> passwords.put(role, secrets.get(role))));
        return passwords;
    }

    /** @param jvmOptions besides those that every run of the service has */
    ServiceProcess service(Instance instance, List<String> jvmOptions) {
        return service(instance, jvmOptions, SERVICE);
    }

    ServiceProcess service(Instance instance, List<String> jvmOptions, Patience patience) {
        var environment = new LinkedHashMap<>(
                new Environment(stack, HOST, plan.publicUrl(), checkout.data(), checkout.root(), secrets::get)
                        .of(instance, plan.instances()));
        environment.putAll(ServiceJvm.environment());
        return new ServiceProcess(
                instance,
                place(instance.name(), instance.port()),
                ServiceJvm.command(instance.service(), jvmOptions, checkout.program(instance)),
                environment,
                patience);
    }

    private ServerPlace place(String name, int port) {
        return new ServerPlace(HOST, port, checkout.data(name), checkout.log(name), checkout.cache());
    }
}
