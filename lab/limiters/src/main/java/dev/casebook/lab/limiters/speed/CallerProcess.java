package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import dev.casebook.lab.machine.Component;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A limiter that is called in its own process, one of the programs in {@code callers}. It ends when this one does, since its input ends then. */
final class CallerProcess implements Contestant {

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
    CallerProcess(
            String name,
            Class<?> program,
            Stream<Path> classPath,
            Map<String, String> environment,
            Path log,
            String... arguments)
            throws IOException {
        this.name = name;
        this.log = log;
        var path = classPath.map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        var command = OurService.java(HEAP, "-Dio.lettuce.core.epoll=false", "-cp", path, program.getName());
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

    private String answer() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new CannotRunException("%s ended; see %s".formatted(name, log));
        }
        return line;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tally run(Order order) {
        try {
            var orders = process.outputWriter(StandardCharsets.UTF_8);
            orders.write(order.line() + "\n");
            orders.flush();
            return Tally.parse(answer());
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException("%s does not answer, see %s: %s".formatted(name, log, e.getMessage()), e);
        }
    }

    @Override
    public Component process() {
        return new Component(name, Component.Kind.SERVICE, process.pid());
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
