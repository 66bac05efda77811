package dev.casebook.testkit;

/** Where the servers come from: {@code -Dinfra=embedded}, the default, or {@code -Dinfra=containers}. */
sealed interface Backend permits EmbeddedServers, ContainerServers {

    /** A server that is yet to start. */
    TestServer create(Server server);

    /** Never chosen by looking for Docker: a daemon without images would hang every build. */
    static Backend of(String infra, Module module) {
        return switch (infra) {
            case "embedded" -> new EmbeddedServers(module);
            case "containers" -> new ContainerServers(module);
            default ->
                throw new IllegalArgumentException("-Dinfra=%s is neither embedded nor containers".formatted(infra));
        };
    }
}
