package dev.casebook.lab.run;

import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Second;
import dev.casebook.lab.machine.Component;
import dev.casebook.lab.machine.CoreTime;
import dev.casebook.lab.machine.ProcessTree;
import dev.casebook.lab.report.Result.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** CPU of the stack's components, and of this process, between the two ends of the measured time. */
final class Usages {

    /** In between it is read now and then, so that a process that ends takes little with it. */
    private static final int SECONDS_BETWEEN_READINGS = 10;

    private final Plan plan;
    private final List<ProcessTree> trees;
    private List<Duration> before;
    private List<Duration> after;
    private Optional<CoreTime> coresBefore;
    private Optional<CoreTime> coresAfter;
    private long requests;

    Usages(Plan plan, List<Component> components) {
        this.plan = plan;
        var generator = new Component(
                "load generator",
                Component.Kind.GENERATOR,
                ProcessHandle.current().pid());
        this.trees = Stream.concat(components.stream(), Stream.of(generator))
                .map(ProcessTree::new)
                .toList();
        this.before = read();
        this.after = before;
        this.coresBefore = CoreTime.now();
        this.coresAfter = coresBefore;
    }

    /** To be told of each second as it ends. */
    void watch(Second second) {
        if (second.index() == -1) {
            before = read();
            coresBefore = CoreTime.now();
        }
        if (second.index() >= 0 && second.index() < plan.measured().toSeconds()) {
            requests += second.sent();
            boolean last = second.index() + 1 == plan.measured().toSeconds();
            if (last) {
                coresAfter = CoreTime.now();
            }
            if (last || (second.index() + 1) % SECONDS_BETWEEN_READINGS == 0) {
                after = read();
            }
        }
    }

    /** Which part of the cores' time the machine's host took for others, 0 to 1. */
    Optional<Double> stolen() {
        return coresAfter.flatMap(later -> coresBefore.map(later::stolenSince));
    }

    private List<Duration> read() {
        return trees.stream().map(ProcessTree::cpu).toList();
    }

    /** Reads the memory now. */
    List<Usage> usages() {
        return IntStream.range(0, trees.size()).mapToObj(this::usage).toList();
    }

    private Usage usage(int index) {
        var component = trees.get(index).component();
        double seconds = after.get(index).minus(before.get(index)).toNanos() / 1e9;
        return new Usage(
                component.name(),
                component.kind(),
                seconds,
                requests == 0 ? 0 : seconds * 1e6 / requests,
                mib(trees.get(index).pssKib()));
    }

    private static Optional<Double> mib(OptionalLong kib) {
        return kib.isPresent() ? Optional.of(kib.getAsLong() / 1024.0) : Optional.empty();
    }
}
