package dev.casebook.gateway.routes;

/** Which of the instances that may get a request gets it. */
public enum Balancing {
    /** One after the other, whatever they are doing. */
    ROUND_ROBIN,
    /** Of two, the one with fewer requests in flight: the power of two choices (Mitzenmacher 2001, doi:10.1109/71.963420). */
    LEAST_REQUESTS,
    /**
     * Of two, the one that is expected to be done first: requests in flight times the peak-sensitive moving average of latency, as Finagle has it
     * (twitter/finagle, {@code PeakEwma}; "Beyond Round Robin: Load Balancing for Latency", linkerd.io, 2016).
     */
    EWMA
}
