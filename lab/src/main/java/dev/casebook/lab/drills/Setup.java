package dev.casebook.lab.drills;

import java.util.Map;

/**
 * A gateway in front of two instances of a service, and what befalls them.
 *
 * @param name tells it from the drill's other setups
 * @param policy a line of the route file, or nothing
 * @param settings of the gateway, as environment variables
 */
record Setup(String name, String policy, Map<String, String> settings, Faults faults) {

    static final int INSTANCES = 2;

    /** What an instance does in a second of the phase {@link Phase#FAULT}. */
    @FunctionalInterface
    interface Faults {
        Fault of(int instance, int second);
    }

    /** The second instance misbehaves all the time, the first not at all. */
    static Faults second(Fault fault) {
        return (instance, _) -> instance == 1 ? fault : Fault.NONE;
    }
}
