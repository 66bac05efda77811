package dev.casebook.servers;

import dev.casebook.stack.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Kafka 4 in KRaft mode, broker and controller in one JVM of its own. */
public final class KafkaServer extends ServerProcess {

    private final String heap;
    private final List<Topic> topics;
    private final List<String> jvmOptions;

    /**
     * @param heap the JVM's maximum, in its notation ({@code 128m})
     * @param topics made before it counts as ready, unless they are there; partitions are added where there are fewer
     * @param jvmOptions further ones
     */
    public KafkaServer(
            ServerPlace place, String heap, Collection<Topic> topics, List<String> jvmOptions, Patience patience) {
        super("kafka", place, patience);
        this.heap = heap;
        this.topics = List.copyOf(topics);
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /** What its JVM runs from: the part of this JVM's class path that a broker needs. */
    public static List<Path> classPath() {
        return KafkaClassPath.current();
    }

    /** {@code host:port} */
    public String bootstrapServers() {
        return place().host() + ":" + place().port();
    }

    @Override
    protected ProcessBuilder prepare() throws IOException {
        Files.createDirectories(place().data());
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=48m",
                // What the second compiler makes of a broker that serves one machine never earns what it takes: it
                // had one of two cores for a second at a time, and more of them than the broker itself.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TrimNativeHeapInterval=10000",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-Xss512k",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                KafkaMain.class.getName()));
        command.addAll(List.of(
                place().host(), Integer.toString(place().port()), place().data().toString()));
        topics.forEach(topic -> command.add(KafkaMain.argument(topic)));
        return new ProcessBuilder(command);
    }

    /** The broker is in its own metadata, and every topic has a leader for each partition. */
    @Override
    protected boolean answers() throws IOException {
        var leaders = KafkaProbe.partitionsWithLeader(place().host(), place().port());
        return topics.stream().allMatch(topic -> leaders.getOrDefault(topic.name(), 0) >= topic.partitions());
    }

    @Override
    protected boolean isDamage(String log) {
        return log.contains("CorruptRecordException")
                || log.contains("InconsistentClusterIdException")
                || log.contains("meta.properties")
                || log.contains("KafkaStorageException");
    }
}
