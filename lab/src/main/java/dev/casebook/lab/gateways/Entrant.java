package dev.casebook.lab.gateways;

import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import dev.casebook.lab.machine.ProcessTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What takes part in the comparison of costs: a gateway and what it is asked.
 *
 * @param gateway its processes; none for the service alone
 */
record Entrant(String name, int port, Request request, Optional<ProcessTree> gateway) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 256;
    private static final int OK = 200;

    /** @param fields more of the head, each with its line's end */
    static Entrant of(String name, Contender contender, String path, String fields) {
        return new Entrant(
                name, contender.port(), request(path, fields), Optional.of(new ProcessTree(contender.component())));
    }

    /** The service behind the gateways. */
    static Entrant direct(Contender service) {
        return new Entrant(Costs.DIRECT, service.port(), request("/open/a", ""), Optional.empty());
    }

    private static Request request(String path, String fields) {
        var text = "GET %s HTTP/1.1\r\nHost: front.test\r\nUser-Agent: casebook-lab\r\n%s\r\n".formatted(path, fields);
        return new Request(Head.bytes(text), OK, false);
    }

    /** @throws IllegalArgumentException when there is no such plan */
    Plan plan(int rate, int warmup, int seconds) {
        return new Plan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                rate,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                TIMEOUT,
                CONNECTIONS);
    }
}
