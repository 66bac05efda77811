package dev.casebook.local;

import dev.casebook.servers.Patience;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Instance;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An instance of a service of ours, in a JVM of its own. */
final class ServiceProcess extends ServerProcess {

    private static final int ANSWER_MILLIS = 2_000;
    private static final Duration LOOK = Duration.ofMillis(40);

    private final Instance instance;
    private final List<String> command;
    private final Map<String, String> environment;

    /** @param place its host and its folders; the ports are the instance's */
    ServiceProcess(
            Instance instance,
            ServerPlace place,
            List<String> command,
            Map<String, String> environment,
            Patience patience) {
        super(instance.name(), place, patience);
        this.instance = instance;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    Instance instance() {
        return instance;
    }

    @Override
    protected List<Integer> ports() {
        return List.of(instance.port(), instance.managementPort());
    }

    @Override
    protected ProcessBuilder prepare() throws IOException {
        Files.createDirectories(place().data());
        var builder = new ProcessBuilder(command).directory(place().data().toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    @Override
    protected boolean answers() throws IOException {
        int status = get(instance.managementPort(), "/q/health/ready");
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("its readiness answers " + status);
        }
        return true;
    }

    /** Waits until {@code /healthz}, which only a gateway has, finds everything ready; false when it does not within the limit. */
    boolean becomesHealthy(Duration limit) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < limit.toNanos()) {
            try {
                if (get(instance.port(), "/healthz") == HttpURLConnection.HTTP_OK) {
                    return true;
                }
                Thread.sleep(LOOK);
            } catch (IOException e) {
                // It ended, and is being started again: not healthy.
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** The status of an answer, whose body is read and dropped. */
    int get(int port, String path) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://%s:%d%s".formatted(place().host(), port, path))
                .toURL()
                .openConnection();
        connection.setConnectTimeout(ANSWER_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            var body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            if (body != null) {
                body.readAllBytes();
            }
            return status;
        } finally {
            connection.disconnect();
        }
    }
}
