package dev.casebook.local;

import dev.casebook.servers.ServerException;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Server;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run: everything in the plan, kept running until it is stopped. */
final class Casebook {

    /** Many times what a gateway's probes need. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    private final Plan plan;
    private final Processes processes;
    private final Trainees trainees;
    private final AotCaches aotCaches;
    private final RunFolder run;
    private final Progress progress;
    private final List<Supervisor> supervisors = new ArrayList<>();
    private boolean stopped;

    Casebook(Plan plan, Processes processes, Trainees trainees, AotCaches aotCaches, RunFolder run, Progress progress) {
        this.plan = plan;
        this.processes = processes;
        this.trainees = trainees;
        this.aotCaches = aotCaches;
        this.run = run;
        this.progress = progress;
    }

    /**
     * Returns once everything is ready, and the gateways know it. Servers and services start together: a service waits for its servers by itself.
     *
     * @throws ServerException what kept a process from becoming ready; then {@link #stop} is still to be called
     */
    void start() throws IOException {
        if (plan.servers().contains(Server.KAFKA)) {
            aotCaches.train(trainees.kafka());
        }
        var servers = new ArrayList<Supervisor>();
        for (var name : plan.servers()) {
            var options = name.equals(Server.KAFKA) ? aotCaches.options(trainees.kafka()) : List.<String>of();
            servers.add(supervisor(processes.server(name, options), RunRecord.Kind.SERVER));
        }
        keep(servers);
        trainServices(servers);

        for (var instance : plan.instances()) {
            var gateway = instance.service().name().equals(Stack.GATEWAY);
            var process = processes.service(instance, aotCaches.options(trainees.service(instance)));
            keep(List.of(supervisor(process, gateway ? RunRecord.Kind.GATEWAY : RunRecord.Kind.SERVICE)));
        }
        inParallel(
                supervisors().stream()
                        .filter(supervisor -> !supervisor.process().isAlive())
                        .toList(),
                Supervisor::start);
        supervisors().forEach(Supervisor::watch);
        inParallel(of(RunRecord.Kind.GATEWAY), this::awaitNotice);
    }

    /** A gateway hears by its own probes, a moment after us, that a service is ready; until then it answers 503. */
    private void awaitNotice(Supervisor gateway) {
        if (!((ServiceProcess) gateway.process()).becomesHealthy(NOTICE)) {
            progress.say("%s does not find every service ready yet; /healthz says which"
                    .formatted(gateway.process().name()));
        }
    }

    private Supervisor supervisor(ServerProcess process, RunRecord.Kind kind) {
        return new Supervisor(process, kind, run, progress);
    }

    /** Only for this do services wait for servers: a training run that meets none learns the wrong things. */
    private void trainServices(List<Supervisor> servers) throws IOException {
        var untrained = new ArrayList<Trainee>();
        for (var instance : plan.instances()) {
            var trainee = trainees.service(instance);
            if (instance.number() == 0 && !aotCaches.fits(trainee)) {
                untrained.add(trainee);
            }
        }
        if (untrained.isEmpty()) {
            return;
        }
        inParallel(servers, Supervisor::start);
        // Each keeps one core busy at most, when it writes its cache.
        var cores = new Semaphore(Runtime.getRuntime().availableProcessors());
        inParallel(untrained, Trainee::component, trainee -> train(trainee, cores));
    }

    private void train(Trainee trainee, Semaphore cores) {
        cores.acquireUninterruptibly();
        try {
            aotCaches.train(trainee);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cores.release();
        }
    }

    private synchronized void keep(List<Supervisor> more) {
        if (stopped) {
            throw new CasebookException("stopped while starting");
        }
        supervisors.addAll(more);
    }

    synchronized List<Supervisor> supervisors() {
        return List.copyOf(supervisors);
    }

    /** Stops everything in order, also while it starts: the gateway, then the services, then the servers. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        aotCaches.abort();
        for (var kind : List.of(RunRecord.Kind.GATEWAY, RunRecord.Kind.SERVICE, RunRecord.Kind.SERVER)) {
            inParallel(of(kind), Supervisor::stop);
        }
    }

    private List<Supervisor> of(RunRecord.Kind kind) {
        return supervisors().stream()
                .filter(supervisor -> supervisor.kind() == kind)
                .toList();
    }

    private static void inParallel(List<Supervisor> supervisors, Consumer<Supervisor> work) {
        inParallel(supervisors, supervisor -> supervisor.process().name(), work);
    }

    private static <T> void inParallel(List<T> all, Function<T, String> name, Consumer<T> work) {
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        var threads = all.stream()
                .map(each -> Thread.ofPlatform().name(name.apply(each)).start(() -> {
                    try {
                        work.accept(each);
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                }))
                .toList();
        for (var thread : threads) {
            join(thread, failures);
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }

    private static void join(Thread thread, Queue<RuntimeException> failures) {
        try {
            // Others need not become ready once one has failed.
            while (thread.isAlive() && failures.isEmpty()) {
                thread.join(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasebookException("interrupted", e);
        }
    }
}
