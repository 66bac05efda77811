package dev.casebook.stack;

/**
 * One running copy of a service.
 *
 * @param number from 0
 * @param port REST and gRPC
 * @param managementPort health and metrics
 */
public record Instance(Service service, int number, int port, int managementPort) {

    /** {@code url-shortener-0}: in logs, metrics, and as the name of its data folder. */
    public String name() {
        return service.name() + "-" + number;
    }

    /** The same instance behind another public port. */
    public Instance onPort(int port) {
        return new Instance(service, number, port, managementPort);
    }
}
