package dev.casebook.local;

import dev.casebook.servers.Folders;
import dev.casebook.servers.ServerException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "up", description = "Start Casebook, or only the services named and what they need; Ctrl-C stops it")
final class UpCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "service", description = "Services; all of stack.yaml unless named")
    private Set<String> services = Set.of();

    @Option(names = "--scale", paramLabel = "service=N", description = "How many instances of a service; 1 unless told")
    private Map<String, Integer> scale = Map.of();

    @Option(names = "--fresh", description = "Delete all data first")
    private boolean fresh;

    @Option(names = "--no-build", description = "Start what is built, even where sources are newer")
    private boolean noBuild;

    @Override
    public Integer call() throws IOException {
        var begin = System.nanoTime();
        var checkout = main.checkout();
        var stack = checkout.stack();
        var plan = Plan.of(stack, services, scale, gatewayPort());
        var run = new RunFolder(checkout.run());
        try (var lock = lock(run)) {
            new Leftovers(run).stop(System.out::println);
            run.write(RunRecord.launcher());
            if (fresh) {
                Folders.delete(checkout.data());
            }
            if (!noBuild) {
                var build = new Build(checkout);
                build.run(build.stale(plan.services()));
            }

            var progress = main.progress();
            var secrets = new Secrets(checkout.secrets(), new SecureRandom());
            var processes = new Processes(checkout, stack, plan, secrets);
            var casebook = new Casebook(
                    plan,
                    processes,
                    new Trainees(checkout, processes),
                    new AotCaches(checkout.cache().resolve("aot"), run, progress),
                    run,
                    progress);
            var stop = stopAtExit(casebook, run);
            try {
                casebook.start();
            } catch (ServerException | CasebookException e) {
                if (!isCancelled(stop)) {
                    // Ctrl-C while starting is no failure: the hook ends this process.
                    forever();
                }
                progress.settle();
                casebook.stop();
                run.remove(RunRecord.LAUNCHER_NAME);
                throw e;
            }
            progress.settle();
            progress.say(Welcome.text(plan, Duration.ofNanos(System.nanoTime() - begin)));
            forever();
            return 0;
        }
    }

    /** @return false when the JVM ends already, and the hook has run or does */
    private static boolean isCancelled(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private static FileLock lock(RunFolder run) throws IOException {
        return run.lock()
                .orElseThrow(() -> new CasebookException(
                        "Casebook is up already%s; ./casebook down stops it".formatted(launcher(run))));
    }

    private static String launcher(RunFolder run) {
        try {
            return run.launcher()
                    .map(record -> " (process " + record.pid() + ")")
                    .orElse("");
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Ctrl-C and SIGTERM end here: everything stops in order, and what was asked for is no failure. */
    private static Thread stopAtExit(Casebook casebook, RunFolder run) {
        var stop = new Thread(
                () -> {
                    casebook.stop();
                    run.remove(RunRecord.LAUNCHER_NAME);
                    System.out.flush();
                    Runtime.getRuntime().halt(0);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        return stop;
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static OptionalInt gatewayPort() {
        var text = System.getenv("CASEBOOK_PORT");
        if (text == null || text.isBlank()) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
            throw new CasebookException("CASEBOOK_PORT is %s, which is no port".formatted(text));
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
