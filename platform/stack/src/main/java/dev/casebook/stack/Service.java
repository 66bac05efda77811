package dev.casebook.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A service of ours.
 *
 * @param name also the name of its module's folder
 * @param ports the first of a block of 20: instance i has {@code ports + 2i} for REST and gRPC and the next for management
 * @param publicPort where instance 0 listens instead
 * @param needs names of servers
 * @param database its own database; the role that owns it has the same name
 * @param topics the topics that it owns, by name
 * @param heap the JVM's maximum heap, in the JVM's notation
 * @param secrets environment variables that get 32 random bytes in hex, made once and kept with the data
 * @param folders environment variables that name folders of the checkout, relative to its root
 */
public record Service(
        String name,
        int ports,
        @JsonProperty("public") OptionalInt publicPort,
        List<String> needs,
        Optional<String> database,
        Map<String, Topic> topics,
        String heap,
        List<String> secrets,
        Map<String, String> folders) {

    public static final int PORT_BLOCK = 20;
    public static final int MAX_INSTANCES = PORT_BLOCK / 2;

    public Service {
        needs = needs == null ? List.of() : List.copyOf(needs);
        topics = topics == null ? Map.of() : topics;
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        folders = folders == null ? Map.of() : Map.copyOf(folders);
    }

    Service named(String name) {
        return new Service(name, ports, publicPort, needs, database, topics, heap, secrets, folders);
    }

    public List<Topic> topicList() {
        return topics.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .toList();
    }

    /** @param instance from 0 */
    public Instance instance(int instance) {
        if (instance < 0 || instance >= MAX_INSTANCES) {
            throw new IllegalArgumentException(
                    "instance %d of %s is not within 0 to %d".formatted(instance, name, MAX_INSTANCES - 1));
        }
        int port = instance == 0 ? publicPort.orElse(ports) : ports + 2 * instance;
        return new Instance(this, instance, port, ports + 2 * instance + 1);
    }
}
