package dev.casebook.lab.report;

import dev.casebook.lab.machine.Component.Kind;
import dev.casebook.lab.report.Result.Usage;
import java.util.List;
import java.util.stream.Stream;

/** The memory that the stack may take after a load, as proportional set size, and what it took. */
public record Budget(String what, double limitMib, double usedMib) {

    private static final double SERVICE_MIB = 192;
    private static final double SERVERS_AND_LAUNCHER_MIB = 640;

    public boolean kept() {
        return usedMib <= limitMib;
    }

    /** @return each service's budget, and the one that the servers and the launcher share; empty where the system tells no sizes */
    public static List<Budget> of(List<Usage> components) {
        var services = components.stream()
                .filter(usage -> usage.kind() == Kind.SERVICE && usage.pssMib().isPresent())
                .map(usage ->
                        new Budget(usage.name(), SERVICE_MIB, usage.pssMib().get()));
        var shared = components.stream()
                .filter(usage -> usage.kind() == Kind.SERVER || usage.kind() == Kind.LAUNCHER)
                .flatMap(usage -> usage.pssMib().stream())
                .reduce(Double::sum)
                .map(used -> new Budget("servers and launcher together", SERVERS_AND_LAUNCHER_MIB, used));
        return Stream.concat(services, shared.stream()).toList();
    }
}
