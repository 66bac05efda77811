package dev.casebook.local;

import dev.casebook.stack.Instance;
import dev.casebook.stack.Service;
import dev.casebook.stack.Stack;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one run starts.
 *
 * @param servers names, in the order of stack.yaml
 * @param instances in the order of stack.yaml
 * @param publicUrl where people reach the gateway
 */
record Plan(List<String> servers, List<Instance> instances, String publicUrl) {

    /**
     * @param named these services, what they need and the gateway; all services when empty
     * @param scale how many instances of a service, 1 unless told
     * @param gatewayPort instead of the one in stack.yaml
     * @throws IllegalArgumentException when a name or a number is not possible
     */
    static Plan of(Stack stack, Set<String> named, Map<String, Integer> scale, OptionalInt gatewayPort) {
        Stream.concat(named.stream(), scale.keySet().stream()).forEach(stack::service);
        var services = stack.services().values().stream()
                .filter(service -> named.isEmpty()
                        || named.contains(service.name())
                        || scale.containsKey(service.name())
                        || isGateway(service))
                .toList();
        var needed = new LinkedHashSet<String>();
        services.forEach(service -> needed.addAll(service.needs()));
        var instances = services.stream()
                .flatMap(service -> instances(service, scale.getOrDefault(service.name(), 1), gatewayPort))
                .toList();
        return new Plan(
                stack.servers().keySet().stream().filter(needed::contains).toList(), instances, url(instances));
    }

    private static Stream<Instance> instances(Service service, int count, OptionalInt gatewayPort) {
        if (count < 1 || count > Service.MAX_INSTANCES) {
            throw new IllegalArgumentException(
                    "--scale %s=%d is not within 1 to %d".formatted(service.name(), count, Service.MAX_INSTANCES));
        }
        return IntStream.range(0, count)
                .mapToObj(service::instance)
                .map(instance -> isGateway(service) && instance.number() == 0 && gatewayPort.isPresent()
                        ? instance.onPort(gatewayPort.getAsInt())
                        : instance);
    }

    private static boolean isGateway(Service service) {
        return service.name().equals(Stack.GATEWAY);
    }

    private static String url(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> isGateway(instance.service()))
                .findFirst()
                .map(gateway -> "http://localhost:" + gateway.port())
                .orElse("");
    }

    boolean has(String service) {
        return instances.stream().anyMatch(instance -> instance.service().name().equals(service));
    }

    /** Each once. */
    List<Service> services() {
        return instances.stream().map(Instance::service).distinct().toList();
    }
}
