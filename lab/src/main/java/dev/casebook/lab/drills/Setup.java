package dev.casebook.lab.drills;

import java.util.Map;

/**
 * A gateway in front of two instances of a service, with a rate limiter beside it, and what befalls them.
 *
 * @param name tells it from the drill's other setups
 * @param policy a line of the route file, its policy or its limits, or nothing
 * @param settings of the gateway, as environment variables
 */
record Setup(String name, String policy, Map<String, String> settings, Faults faults) {

    static final int INSTANCES = 2;

    /** What befalls the rate limiter is asked for under this number. */
    static final int LIMITER = INSTANCES;

    /** What an instance, or the rate limiter, does in a second of the phase {@link Phase#FAULT}. */
    @FunctionalInterface
    interface Faults {
        Fault of(int instance, int second);
    }

    /** The rate limiter misbehaves, and the service does not. */
    static Faults limiter(Fault fault) {
        return (which, _) -> which == LIMITER ? fault : Fault.NONE;
    }

    /** The second instance misbehaves all the time, the first not at all. */
    static Faults second(Fault fault) {
        return (instance, _) -> instance == 1 ? fault : Fault.NONE;
    }
}
