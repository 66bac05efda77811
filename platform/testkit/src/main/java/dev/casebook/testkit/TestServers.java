package dev.casebook.testkit;

import dev.casebook.servers.KafkaTopics;
import dev.casebook.stack.Topic;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The servers of this JVM, for tests that break one: {@code TestServers.get(Server.KAFKA).pause()}. */
public final class TestServers {

    private static final Map<Server, TestServer> SERVERS = new EnumMap<>(Server.class);
    private static final Backend BACKEND = Backend.of(System.getProperty("infra", "embedded"), Module.current());

    private TestServers() {}

    /** Not started unless a test named it in {@link WithServers}, or starts it. */
    public static synchronized TestServer get(Server server) {
        return SERVERS.computeIfAbsent(server, BACKEND::create);
    }

    static void createTopics(Collection<Topic> topics) {
        // Kafka's client loads its parts by the context's loader, which is another one while Quarkus runs.
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaTopics.class.getClassLoader());
        try {
            KafkaTopics.create(get(Server.KAFKA).settings().get("kafka.bootstrap.servers"), topics);
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    static synchronized void heal() {
        SERVERS.values().forEach(TestServer::heal);
    }
}
