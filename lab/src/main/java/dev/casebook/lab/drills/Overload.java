package dev.casebook.lab.drills;

import static dev.casebook.lab.drills.Expectation.atLeast;
import static dev.casebook.lab.drills.Expectation.atMost;

import dev.casebook.lab.drills.OverloadStep.Kind;
import dev.casebook.lab.gateways.Folders;
import dev.casebook.lab.gateways.OurGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Offers a service more and more, with load shedding and without, and looks how much of it is answered in time. */
final class Overload {

    static final String NAME = "overload";

    static final String HYPOTHESIS =
            "A service that is offered up to three times of what it can do goes on doing nearly as much as it can, for what matters most: the gateway sees"
                    + " its queue in how long answers take, and refuses imports first, then statistics, then redirects. Without that the queue grows"
                    + " until whoever is served has stopped waiting.";

    static final String INJECTION =
            "One instance, which does four requests at once in 10 ms each, is offered from half to three times of that: four in ten critical, three normal,"
                    + " three bulk. Clients wait for a second.";

    static final String WATCH =
            "gateway_upstream_limit, gateway_upstream_refusals_total{reason=\"overloaded\"}, and May wait on the gateway's page";

    /** With shedding, and without. */
    static final SequencedMap<String, Map<String, String>> SETUPS = setups();

    private static final List<Double> LOADS = List.of(0.5, 0.8, 1.0, 1.5, 2.0, 3.0);

    private static final int WARMUP_SECONDS = 10;

    private static final String ROUTES = """
            upstream: service
            routes:
              - { id: vital, path: /vital, methods: [GET], auth: none, criticality: critical, timeouts: { response: 2s } }
              - { id: usual, path: /usual, methods: [GET], auth: none, timeouts: { response: 2s } }
              - { id: bulky, path: /bulky, methods: [GET], auth: none, criticality: bulk, timeouts: { response: 2s } }
            """;

    private final int seconds;
    private final Consumer<String> said;

    /**
     * @param seconds at each rate
     * @param said gets a line for each rate
     */
    Overload(int seconds, Consumer<String> said) {
        this.seconds = seconds;
        this.said = said;
    }

    private static SequencedMap<String, Map<String, String>> setups() {
        var setups = new LinkedHashMap<String, Map<String, String>>();
        setups.put("with shedding", Map.of());
        setups.put("without", Map.of("CASEBOOK_GATEWAY_SHEDDING_ENABLED", "false"));
        return setups;
    }

    /** @return steps in the order of their rates, by setup */
    SequencedMap<String, List<OverloadStep>> run() throws IOException, InterruptedException {
        var curves = new LinkedHashMap<String, List<OverloadStep>>();
        for (var setup : SETUPS.entrySet()) {
            said.accept(setup.getKey());
            curves.put(setup.getKey(), curve(setup.getValue()));
        }
        return curves;
    }

    private List<OverloadStep> curve(Map<String, String> settings) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("drill");
        var steps = new ArrayList<OverloadStep>();
        try (var instance = new Instance()) {
            instance.become(Fault.NARROW);
            try (var gateway = OurGateway.start(folder, "service=" + instance.address(), ROUTES, settings)) {
                // A cold gateway is slow itself.
                OverloadStep.run(gateway, (int) (LOADS.getFirst() * Instance.NARROW_RATE), WARMUP_SECONDS);
                for (double load : LOADS) {
                    instance.awaitQuiet();
                    var step = OverloadStep.run(gateway, (int) (load * Instance.NARROW_RATE), seconds);
                    said.accept(step.toString());
                    steps.add(step);
                }
            }
        } finally {
            Folders.delete(folder);
        }
        return steps;
    }

    /** Holds what was seen against the hypothesis. */
    static List<Expectation> judge(SequencedMap<String, List<OverloadStep>> curves) {
        var with = curves.firstEntry().getValue();
        var without = curves.lastEntry().getValue();
        return List.of(
                atLeast(
                        "answered in time at three times of what it can do, of that",
                        0.8,
                        with.getLast().goodput() / Instance.NARROW_RATE),
                atLeast(
                        "of the critical ones, at twice",
                        0.9,
                        with.get(with.size() - 2).share(Kind.VITAL)),
                atMost(
                        "of the bulk ones, at twice",
                        0.2,
                        with.get(with.size() - 2).share(Kind.BULKY)),
                atMost(
                        "answered in time without shedding at three times, as a share of with it",
                        0.5,
                        without.getLast().goodput() / with.getLast().goodput()));
    }
}
