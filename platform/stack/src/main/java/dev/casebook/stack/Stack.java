package dev.casebook.stack;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The whole topology, as {@code stack.yaml} states it: each server and each service, in the order of the file.
 *
 * @param servers by name: {@code postgresql}, {@code kafka}, {@code redis-cache}, {@code redis-state}
 * @param services by name
 */
public record Stack(SequencedMap<String, Server> servers, SequencedMap<String, Service> services) {

    /** The service that every request enters by. */
    public static final String GATEWAY = "api-gateway";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public Stack {
        servers.forEach((name, server) -> Server.checkName(name));
        services.replaceAll((name, service) -> service.named(name));
        for (var service : services.values()) {
            for (var need : service.needs()) {
                if (!servers.containsKey(need)) {
                    throw new IllegalArgumentException("%s needs %s, which is none of the servers %s"
                            .formatted(service.name(), need, servers.keySet()));
                }
            }
        }
        checkPortsApart(services);
    }

    /** @throws IOException when the file cannot be read; its message names the line at fault when the file is malformed */
    public static Stack load(Path file) throws IOException {
        try {
            return YAML.readValue(file.toFile(), Stack.class);
        } catch (JacksonException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when there is no such service */
    public Service service(String name) {
        var service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no service %s; there are %s".formatted(name, services.keySet()));
        }
        return service;
    }

    /** @throws IllegalArgumentException when there is no such server */
    public Server server(String name) {
        var server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("no server %s; there are %s".formatted(name, servers.keySet()));
        }
        return server;
    }

    /** The services that own a database, which is named as its role is. */
    public List<Service> withDatabase() {
        return services.values().stream()
                .filter(service -> service.database().isPresent())
                .toList();
    }

    /** All topics of all services, each dead-letter topic beside the one it belongs to. */
    public List<Topic> topics() {
        return services.values().stream()
                .flatMap(service -> service.topicList().stream())
                .flatMap(topic -> java.util.stream.Stream.of(topic, topic.deadLetters()))
                .toList();
    }

    private static void checkPortsApart(Map<String, Service> services) {
        var owners = new LinkedHashMap<Integer, String>();
        for (var service : services.values()) {
            for (int port = service.ports(); port < service.ports() + Service.PORT_BLOCK; port++) {
                var other = owners.putIfAbsent(port, service.name());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "port %d belongs to both %s and %s".formatted(port, other, service.name()));
                }
            }
        }
    }
}
