package dev.casebook.lab.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * What of a load run answers the estimate.
 *
 * @param cpuMicros of all but the generator, per redirect
 * @param lagMillis of the slowest click that was timed
 */
record MeasuredRun(int rate, boolean held, double p99Millis, double cpuMicros, OptionalDouble lagMillis) {

    private static final String GENERATOR = "load generator";

    /** @param result a {@code result.json} */
    static MeasuredRun of(JsonNode result) {
        var lag = result.at("/ledger/lag/max");
        return new MeasuredRun(
                result.at("/load/ratePerSecond").asInt(),
                result.at("/rate/held").asBoolean(),
                result.at("/latency/p99").asDouble(),
                StreamSupport.stream(result.required("components").spliterator(), false)
                        .filter(each -> !GENERATOR.equals(each.required("name").asText()))
                        .mapToDouble(
                                each -> each.required("cpuMicrosPerRequest").asDouble())
                        .sum(),
                lag.isNumber() ? OptionalDouble.of(lag.asDouble()) : OptionalDouble.empty());
    }
}
