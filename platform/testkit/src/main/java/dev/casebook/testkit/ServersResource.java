package dev.casebook.testkit;

import dev.casebook.stack.Topic;
import io.quarkus.test.common.QuarkusTestResourceConfigurableLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is behind {@link WithServers}. */
public final class ServersResource implements QuarkusTestResourceConfigurableLifecycleManager<WithServers> {

    private static final int PARTITIONS = 3;
    private static final String RETENTION = "1h";

    private List<Server> servers = List.of();
    private List<Topic> topics = List.of();

    @Override
    public void init(WithServers annotation) {
        servers = names(annotation.value()).map(Server::named).toList();
        topics = names(annotation.topics())
                .map(name -> new Topic(name, "key", PARTITIONS, RETENTION))
                .flatMap(topic -> Stream.of(topic, topic.deadLetters()))
                .toList();
    }

    private static Stream<String> names(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(name -> !name.isEmpty());
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<String, String>();
        settings.putAll(TestTokens.issuer().settings());
        for (var name : servers) {
            var server = TestServers.get(name);
            server.start();
            settings.putAll(server.settings());
        }
        if (servers.contains(Server.KAFKA)) {
            TestServers.createTopics(topics);
        }
        return settings;
    }

    /** The servers stay for the next test; they end with the JVM. */
    @Override
    public void stop() {}
}
