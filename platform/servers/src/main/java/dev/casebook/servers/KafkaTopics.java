package dev.casebook.servers;

import dev.casebook.stack.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics that stack.yaml declares. */
public final class KafkaTopics {

    record Wanted(String name, int partitions, long retentionMillis) {}

    private KafkaTopics() {}

    /**
     * Makes what is not there, adds partitions where there are fewer, and sets the retention. Never takes a partition away.
     *
     * @param bootstrapServers {@code host:port}
     * @throws ServerException when the broker refuses
     */
    public static void create(String bootstrapServers, Collection<Topic> topics) {
        create(
                Map.of("bootstrap.servers", bootstrapServers),
                topics.stream()
                        .map(topic -> new Wanted(
                                topic.name(),
                                topic.partitions(),
                                topic.retentionTime().toMillis()))
                        .toList());
    }

    static void create(Map<String, Object> client, List<Wanted> topics) {
        if (topics.isEmpty()) {
            return;
        }
        try (var admin = Admin.create(client)) {
            var present = admin.listTopics().names().get();
            var byPresence =
                    topics.stream().collect(Collectors.partitioningBy(topic -> present.contains(topic.name())));
            admin.createTopics(byPresence.get(false).stream()
                            .map(KafkaTopics::newTopic)
                            .toList())
                    .all()
                    .get();
            adapt(admin, byPresence.get(true));
        } catch (ExecutionException e) {
            throw new ServerException(
                    "kafka cannot make its topics: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while making topics", e);
        }
    }

    private static NewTopic newTopic(Wanted topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retentionMillis())));
    }

    private static void adapt(Admin admin, List<Wanted> topics) throws ExecutionException, InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        Map<String, TopicDescription> found = admin.describeTopics(
                        topics.stream().map(Wanted::name).toList())
                .allTopicNames()
                .get();
        var growing = topics.stream()
                .filter(topic -> found.get(topic.name()).partitions().size() < topic.partitions())
                .collect(Collectors.toMap(Wanted::name, topic -> NewPartitions.increaseTo(topic.partitions())));
        admin.createPartitions(growing).all().get();

        Map<ConfigResource, Collection<AlterConfigOp>> retention = new HashMap<>();
        for (var topic : topics) {
            var entry = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retentionMillis()));
            retention.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                    List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)));
        }
        admin.incrementalAlterConfigs(retention).all().get();
    }
}
