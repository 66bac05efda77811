package dev.casebook.lab.drills;

import java.util.List;
import java.util.Map;

/**
 * An experiment.
 *
 * @param hypothesis what the gateway is believed to do, and why
 * @param injection what befalls the service
 * @param watch where a person who runs the gateway would see it
 * @param setups one after the other, each with a gateway and instances of its own
 * @param judge holds what was seen, in the order of the setups, against the hypothesis
 */
record Drill(String name, String hypothesis, String injection, String watch, List<Setup> setups, Judge judge) {

    @FunctionalInterface
    interface Judge {
        List<Expectation> of(List<Observation> observations);
    }

    Drill(String name, String hypothesis, String injection, String watch, Setup setup, SingleJudge judge) {
        this(name, hypothesis, injection, watch, List.of(setup), seen -> judge.of(seen.getFirst()));
    }

    @FunctionalInterface
    interface SingleJudge {
        List<Expectation> of(Observation observation);
    }

    static Setup setup(String route, Setup.Faults faults) {
        return new Setup("", route, Map.of(), faults);
    }
}
