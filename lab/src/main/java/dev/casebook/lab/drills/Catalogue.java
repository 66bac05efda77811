package dev.casebook.lab.drills;

import static dev.casebook.lab.drills.Expectation.atLeast;
import static dev.casebook.lab.drills.Expectation.atMost;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All drills. */
final class Catalogue {

    /** Of the settings' default, and what may be saved up of it is small beside a phase. */
    private static final double RETRY_BUDGET = 0.2;

    private static final String LEAST_REQUESTS = "policy: { balancing: least_requests }";

    private static final String ASKS_THE_LIMITER =
            "limits: [{ domain: drill, mode: remote, entries: { all: text requests }, unreachable: open }]";

    private static final double MOST_WAITING = 150;

    static final List<Drill> DRILLS = List.of(
            new Drill(
                    "upstream-dead",
                    "One of two instances dies: nobody notices, since a request that finds no connection, or loses a kept one, goes to the other"
                            + " instance. When it is back it gets its share again.",
                    "The second instance cuts all its connections and listens no more.",
                    "gateway_upstream_usable, gateway_retries_total",
                    Drill.setup("", Setup.second(Fault.DEAD)),
                    seen -> List.of(
                            atMost("failed, of all requests during the fault", 0.001, seen.failedShare(Phase.FAULT)),
                            atMost("failed, of all requests after it", 0.001, seen.failedShare(Phase.AFTER)),
                            atLeast("share of the instance that is back, at the end", 0.4, seen.shareAtTheEnd(1)))),
            new Drill(
                    "upstream-slow",
                    "One of two instances takes 3 s for an answer while the route allows 1 s: least-requests sends it little, and once five requests in"
                            + " a row had no answer it is left alone. The others are as quick as before.",
                    "The second instance waits 3 s before each answer, and still says that it is ready.",
                    "gateway_upstream_ejections_total, gateway_requests by status",
                    Drill.setup(LEAST_REQUESTS, Setup.second(Fault.SLOW)),
                    seen -> List.of(
                            atMost("failed, of all requests during the fault", 0.05, seen.failedShare(Phase.FAULT)),
                            atMost("share of the slow instance", 0.05, seen.share(Phase.FAULT, 1)),
                            atMost(
                                    "p50 during the fault, as a multiple of before",
                                    3,
                                    seen.median(Phase.FAULT, Row::p50) / seen.median(Phase.BEFORE, Row::p50)))),
            new Drill(
                    "upstream-flapping",
                    "An instance that is dead every other second costs hardly a request, and no storm: the attempts stay within the retry budget.",
                    "The second instance dies and comes back, a second each.",
                    "gateway_upstream_usable, gateway_retries_total",
                    Drill.setup("", (instance, second) -> instance == 1 && second % 2 == 0 ? Fault.DEAD : Fault.NONE),
                    seen -> List.of(
                            atMost("failed, of all requests during the fault", 0.001, seen.failedShare(Phase.FAULT)),
                            atMost(
                                    "attempts for each request",
                                    1 + RETRY_BUDGET,
                                    seen.attemptsPerRequest(Phase.FAULT)))),
            new Drill(
                    "upstream-garbage",
                    "An instance that answers with what is not HTTP is found out after five requests, which are answered 502, and tried again after"
                            + " 5 s, then 10 s. No client gets a byte of it.",
                    "The second instance answers with 22 bytes of nonsense, and still says that it is ready.",
                    "gateway_upstream_ejections_total, gateway_requests by status",
                    Drill.setup("", Setup.second(Fault.GARBAGE)),
                    seen -> List.of(
                            atMost("failed, of all requests during the fault", 0.02, seen.failedShare(Phase.FAULT)),
                            atMost(
                                    "requests that ended otherwise than with 200 or 502",
                                    0,
                                    seen.errors().entrySet().stream()
                                            .filter(error -> !error.getKey().equals("status 502"))
                                            .mapToLong(Map.Entry::getValue)
                                            .sum()))),
            new Drill(
                    "limiter-gone",
                    "A route that asks the rate limiter about each request, and is open without it, goes on when that dies or hangs. Once twenty"
                            + " questions had no answer within 100 ms its circuit opens, and nobody waits for it; after at most 5 s a few requests find"
                            + " out whether it is back.",
                    "The rate limiter dies; then, in another run, it takes questions and answers none, while it says that it is ready.",
                    "gateway_limits_total by who decided, gateway_upstream_circuit_open",
                    List.of(
                            new Setup("dead", ASKS_THE_LIMITER, Map.of(), Setup.limiter(Fault.DEAD)),
                            new Setup("hanging", ASKS_THE_LIMITER, Map.of(), Setup.limiter(Fault.SLOW))),
                    seen -> seen.stream().flatMap(Catalogue::limiterGone).toList()),
            new Drill(
                    "retry-storm",
                    "When both instances cut two connections in five, each request that may be repeated asks to be. The budget bounds what reaches the"
                            + " service to 1.2 attempts a request; without it the service in trouble gets more work than one that is well.",
                    "Both instances cut the connection of two requests in five instead of an answer.",
                    "gateway_retries_total, gateway_requests by status",
                    List.of(
                            new Setup("with the budget", "", Map.of(), (_, _) -> Fault.CUTTING),
                            new Setup(
                                    "without",
                                    "",
                                    Map.of("CASEBOOK_GATEWAY_RETRIES_SHARE", "1"),
                                    (_, _) -> Fault.CUTTING)),
                    seen -> {
                        double with = seen.getFirst().attemptsPerRequest(Phase.FAULT);
                        double without = seen.getLast().attemptsPerRequest(Phase.FAULT);
                        return List.of(
                                atMost("attempts for each request with the budget", 1 + RETRY_BUDGET, with),
                                atLeast("attempts for each request without it", 1 + RETRY_BUDGET, without));
                    }));

    private static Stream<Expectation> limiterGone(Observation seen) {
        var name = seen.setup().name() + ": ";
        return Stream.of(
                atMost(
                        name + "failed, of all requests",
                        0,
                        seen.failedShare(Phase.FAULT) + seen.failedShare(Phase.AFTER)),
                atMost(
                        name + "p50 during the fault, as a multiple of before",
                        2,
                        seen.median(Phase.FAULT, Row::p50) / seen.median(Phase.BEFORE, Row::p50)),
                atMost(
                        name + "p99 of the worst second, ms: once the deadline and what such a machine adds",
                        MOST_WAITING,
                        seen.worst(Phase.FAULT, Row::p99)),
                atLeast(name + "asked about again, of the last requests", 0.99, seen.limitedAtTheEnd()));
    }

    private Catalogue() {}
}
