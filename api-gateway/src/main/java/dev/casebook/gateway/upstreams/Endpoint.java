package dev.casebook.gateway.upstreams;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where instances of a service are, as configured.
 *
 * @param host a name or an address
 * @param weight its share among the instances of the service, 1 to 1000
 */
record Endpoint(String host, int port, int managementPort, int weight) {

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\[\\]]+):([0-9]{1,5})/([0-9]{1,5})(?:\\*([0-9]{1,4}))?");
    private static final int HEAVIEST = 1000;

    Endpoint {
        checkPort(port);
        checkPort(managementPort);
        if (weight < 1 || weight > HEAVIEST) {
            throw new IllegalArgumentException("weight %d is not within 1 to %d".formatted(weight, HEAVIEST));
        }
    }

    /**
     * @param text {@code name=host:port/managementPort,…;name=…}, each with {@code *weight} at its end or without
     * @throws IllegalArgumentException that says which part is wrong
     */
    static Map<String, List<Endpoint>> parseAll(String text) {
        var upstreams = new LinkedHashMap<String, List<Endpoint>>();
        for (var part : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("%s is not name=host:port/managementPort,…".formatted(part));
            }
            var endpoints = Arrays.stream(part.substring(equals + 1).split(","))
                    .map(Endpoint::parse)
                    .toList();
            var name = part.substring(0, equals).strip();
            if (upstreams.putIfAbsent(name, endpoints) != null) {
                throw new IllegalArgumentException("%s is there twice".formatted(name));
            }
        }
        return upstreams;
    }

    private static Endpoint parse(String text) {
        var parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "%s is not host:port/managementPort or host:port/managementPort*weight".formatted(text));
        }
        var host = parts.group(1).replace("[", "").replace("]", "");
        int weight = parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4));
        return new Endpoint(host, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), weight);
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not within 1 to 65535".formatted(port));
        }
    }
}
