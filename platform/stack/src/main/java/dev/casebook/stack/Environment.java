package dev.casebook.stack;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The environment variables that place a service: the launcher sets these, manifests set the same ones, and nothing else differs between a laptop
 * and a cluster.
 *
 * @param host what servers and services bind to and are reached at
 * @param publicUrl where people reach the gateway, without a slash at the end
 * @param data the folder that holds one folder for each instance
 * @param checkout the folder that the services' own folders are in, the gateway's route files too
 * @param secret the secret of a name: a database role's password under the role's name, Redis's under the server's, or a service's own
 */
public record Environment(
        Stack stack, String host, String publicUrl, Path data, Path checkout, UnaryOperator<String> secret) {

    public static final String ISSUER = "https://casebook.dev/dev-issuer";
    public static final String AUDIENCE = "casebook";

    /** @param running every instance of this run, so that the gateway knows its upstreams */
    public Map<String, String> of(Instance instance, Collection<Instance> running) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("CASEBOOK_INSTANCE", instance.name());
        variables.put("CASEBOOK_DATA_DIR", data.resolve(instance.name()).toString());
        variables.put("CASEBOOK_PUBLIC_URL", publicUrl);
        variables.put("CASEBOOK_JWT_ISSUER", ISSUER);
        variables.put("CASEBOOK_JWT_AUDIENCE", AUDIENCE);
        variables.put("CASEBOOK_JWT_JWKS_URL", publicUrl + "/.well-known/jwks.json");
        variables.put("QUARKUS_HTTP_HOST", host);
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(instance.port()));
        variables.put("QUARKUS_MANAGEMENT_HOST", host);
        variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(instance.managementPort()));
        instance.service().needs().forEach(need -> variables.putAll(address(need, instance.service())));
        instance.service().secrets().forEach(name -> variables.put(name, secret.apply(name)));
        instance.service()
                .folders()
                .forEach((name, folder) ->
                        variables.put(name, checkout.resolve(folder).toString()));
        if (instance.service().name().equals(Stack.GATEWAY)) {
            variables.put("CASEBOOK_GATEWAY_UPSTREAMS", upstreams(running));
            variables.put("CASEBOOK_GATEWAY_ISSUER_ENABLED", "true");
            // Beside the instances' own folders: a token of one gateway must be good at the others.
            variables.put(
                    "CASEBOOK_GATEWAY_ISSUER_KEY_FOLDER",
                    data.resolve(Stack.GATEWAY).toString());
        }
        return variables;
    }

    private Map<String, String> address(String server, Service service) {
        int port = stack.server(server).port();
        return switch (server) {
            case Server.POSTGRESQL -> {
                var role = service.database()
                        .orElseThrow(() -> new IllegalArgumentException(
                                service.name() + " needs postgresql but names no database"));
                yield Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://%s:%d/%s".formatted(host, port, role),
                        "QUARKUS_DATASOURCE_USERNAME", role,
                        "QUARKUS_DATASOURCE_PASSWORD", secret.apply(role));
            }
            case Server.KAFKA -> Map.of("KAFKA_BOOTSTRAP_SERVERS", host + ":" + port);
            case Server.REDIS_CACHE -> Map.of("CASEBOOK_REDIS_CACHE_URL", redis(server, port));
            default -> Map.of("CASEBOOK_REDIS_STATE_URL", redis(server, port));
        };
    }

    private String redis(String server, int port) {
        return "redis://:%s@%s:%d".formatted(secret.apply(server), host, port);
    }

    /** {@code service=host:port/managementPort,…;service=…}: one variable, because names with dashes do not survive in variable names. */
    private String upstreams(Collection<Instance> running) {
        Map<String, List<Instance>> byService = running.stream()
                .filter(instance -> !instance.service().name().equals(Stack.GATEWAY))
                .collect(Collectors.groupingBy(
                        instance -> instance.service().name(), LinkedHashMap::new, Collectors.toList()));
        return byService.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().stream()
                                .map(each -> "%s:%d/%d".formatted(host, each.port(), each.managementPort()))
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }
}
