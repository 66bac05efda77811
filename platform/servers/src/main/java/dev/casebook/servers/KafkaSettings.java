package dev.casebook.servers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One node that is broker and controller, sized for a laptop. Everything else is Kafka's own default. */
final class KafkaSettings {

    static final int NODE = 1;
    static final String CLUSTER = "casebook";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private KafkaSettings() {}

    /** @param controllerPort only this very process connects to it, so it may be another one at each start */
    static Map<String, String> of(String host, int port, int controllerPort, Path folder) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE, host, controllerPort));
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listeners", "CLIENTS://%s:%d,CONTROLLER://%1$s:%3$d".formatted(host, port, controllerPort));
        settings.put("advertised.listeners", "CLIENTS://%s:%d".formatted(host, port));
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(oneReplica());
        settings.putAll(soonBack());
        settings.putAll(small());
        return settings;
    }

    private static Map<String, String> oneReplica() {
        return Map.of(
                "default.replication.factor", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "8",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0");
    }

    /**
     * After a crash the controller takes no broker of that name until the session of the dead one has ended. Nobody could take its place meanwhile,
     * so the session is short; its end costs a broker that stood still for longer one heartbeat without leaders.
     */
    private static Map<String, String> soonBack() {
        return Map.of(
                "broker.session.timeout.ms", "2500",
                "broker.heartbeat.interval.ms", "500");
    }

    private static Map<String, String> small() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "3",
                "background.threads", "2",
                "num.recovery.threads.per.data.dir", "1",
                "num.replica.fetchers", "1",
                "log.cleaner.dedupe.buffer.size", "4194304",
                "log.segment.bytes", "67108864",
                "queued.max.requests", "64",
                "socket.request.max.bytes", "20971520",
                // An idle controller would write to disk twice a second.
                "metadata.max.idle.interval.ms", "5000");
    }
}
