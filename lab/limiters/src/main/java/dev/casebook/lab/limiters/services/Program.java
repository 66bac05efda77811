package dev.casebook.lab.limiters.services;

import dev.casebook.lab.CannotRunException;
import dev.casebook.servers.Ports;
import dev.casebook.servers.ServerPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java program of the lab that is told what to do on its standard input, a line each, and answers on its standard output. It says {@code ready} first, and
 * ends when this process does, since its input ends then.
 */
public final class Program implements AutoCloseable {

    private static final String HEAP = "512m";
    private static final long PATIENCE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Path log;

    /**
     * @param classPath in this order
     * @param log where all but its answers goes
     */
    public Program(
            String name,
            Class<?> main,
            Stream<Path> classPath,
            Map<String, String> environment,
            Path log,
            String... arguments)
            throws IOException {
        this.name = name;
        this.log = log;
        var path = classPath.map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        var command = OurService.java(HEAP, "-Dio.lettuce.core.epoll=false", "-cp", path, main.getName());
        var builder = new ProcessBuilder(
                Stream.concat(command.stream(), Stream.of(arguments)).toList());
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        if (!answer().equals("ready")) {
            throw new CannotRunException("%s does not start; see %s".formatted(name, log));
        }
    }

    /**
     * One that calls our service's code in its own process. The class path of the service as it is deployed comes first, so these are its libraries.
     *
     * @param jar {@code quarkus-run.jar} of the rate limiter
     * @param differences environment variables
     */
    public static Program inService(
            String name, Class<?> main, Path jar, ServerPlace place, Settings settings, Map<String, String> differences)
            throws IOException {
        var environment = OurService.environment(place, Ports.free(), settings);
        environment.putAll(differences);
        return new Program(name, main, Stream.of(jar.toAbsolutePath(), lab()), environment, place.log());
    }

    /** What this program is made of. */
    public static Path lab() {
        return Path.of(System.getProperty("java.class.path"));
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** Where to look when it does not do what it should. */
    public Path log() {
        return log;
    }

    /** Tells it what to do, and waits for the line that it answers. */
    public String ask(String line) throws IOException {
        var orders = process.outputWriter(StandardCharsets.UTF_8);
        orders.write(line + "\n");
        orders.flush();
        return answer();
    }

    private String answer() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new CannotRunException("%s ended; see %s".formatted(name, log));
        }
        return line;
    }

    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
