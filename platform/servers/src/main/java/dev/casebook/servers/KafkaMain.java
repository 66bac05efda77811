package dev.casebook.servers;

import dev.casebook.stack.Topic;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Level;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * The broker's JVM: {@code host port folder topic…}, each topic as {@code name=partitions=retentionMillis}. Formats the folder unless that was done,
 * serves, and makes the topics, so that nobody else has to load Kafka's classes for it.
 */
final class KafkaMain {

    private KafkaMain() {}

    static String argument(Topic topic) {
        return "%s=%d=%d"
                .formatted(
                        topic.name(), topic.partitions(), topic.retentionTime().toMillis());
    }

    private static KafkaTopics.Wanted wanted(String argument) {
        var parts = argument.split("=");
        return new KafkaTopics.Wanted(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }

    static void main(String[] arguments) throws Exception {
        logToStandardOutput();
        var host = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        var folder = Path.of(arguments[2]);
        var topics = Arrays.stream(arguments).skip(3).map(KafkaMain::wanted).toList();

        var settings = KafkaSettings.of(host, port, Ports.free(), folder);
        format(folder);
        var server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
        try {
            server.startup();
            KafkaTopics.create(Map.of("bootstrap.servers", host + ":" + port), topics);
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        server.awaitShutdown();
    }

    private static void logToStandardOutput() {
        var handler = new ConsoleHandler(
                ConsoleHandler.Target.SYSTEM_OUT,
                new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{1}] %s%e%n"));
        var root = LogContext.getLogContext().getLogger("");
        root.setLevel(Level.WARNING);
        root.setHandlers(new java.util.logging.Handler[] {handler});
    }

    /** Does nothing to a folder that is formatted, and finishes what a kill interrupted. */
    private static void format(Path folder) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(KafkaSettings.NODE)
                .setClusterId(KafkaSettings.CLUSTER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setIgnoreFormatted(true)
                .run();
    }
}
