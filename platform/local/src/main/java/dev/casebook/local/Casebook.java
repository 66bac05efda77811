package dev.casebook.local;

import dev.casebook.servers.ServerException;
import dev.casebook.stack.Service;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One run: everything in the plan, kept running until it is stopped. */
final class Casebook {

    private final Plan plan;
    private final Processes processes;
    private final AotCaches aotCaches;
    private final RunFolder run;
    private final Progress progress;
    private final List<Supervisor> supervisors = new ArrayList<>();
    private boolean stopped;

    Casebook(Plan plan, Processes processes, AotCaches aotCaches, RunFolder run, Progress progress) {
        this.plan = plan;
        this.processes = processes;
        this.aotCaches = aotCaches;
        this.run = run;
        this.progress = progress;
    }

    /**
     * Returns once everything is ready. Servers and services start together: a service waits for its servers by itself.
     *
     * @throws ServerException what kept a process from becoming ready; then {@link #stop} is still to be called
     */
    void start() throws IOException {
        var servers = plan.servers().stream()
                .map(name -> new Supervisor(processes.server(name, List.of()), RunRecord.Kind.SERVER, run, progress))
                .toList();
        keep(servers);
        if (trainingIsDue()) {
            inParallel(servers, Supervisor::start);
            train();
        }
        for (var instance : plan.instances()) {
            var process = processes.service(instance, aotCaches.options(instance.service()));
            var gateway = instance.service().name().equals(Stack.GATEWAY);
            var kind = gateway ? RunRecord.Kind.GATEWAY : RunRecord.Kind.SERVICE;
            keep(List.of(new Supervisor(process, kind, run, progress)));
        }
        inParallel(supervisors(), Supervisor::start);
        supervisors().forEach(Supervisor::watch);
    }

    private boolean trainingIsDue() throws IOException {
        for (var service : plan.services()) {
            if (!aotCaches.fits(service)) {
                return true;
            }
        }
        return false;
    }

    private void train() throws IOException {
        for (Service service : plan.services()) {
            if (!aotCaches.fits(service)) {
                var first = plan.instances().stream()
                        .filter(instance -> instance.service().equals(service))
                        .findFirst();
                aotCaches.train(first.orElseThrow());
            }
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
        for (var kind : List.of(RunRecord.Kind.GATEWAY, RunRecord.Kind.SERVICE, RunRecord.Kind.SERVER)) {
            inParallel(
                    supervisors().stream()
                            .filter(supervisor -> supervisor.kind() == kind)
                            .toList(),
                    Supervisor::stop);
        }
    }

    private static void inParallel(List<Supervisor> supervisors, Consumer<Supervisor> work) {
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        var threads = supervisors.stream()
                .map(supervisor -> Thread.ofPlatform()
                        .name(supervisor.process().name())
                        .start(() -> {
                            try {
                                work.accept(supervisor);
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
