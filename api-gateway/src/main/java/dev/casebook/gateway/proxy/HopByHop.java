package dev.casebook.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Stream;

/** What belongs to one connection and never travels on (RFC 9110 §7.6.1). */
final class HopByHop {

    private static final NameSet NONE = new NameSet("connection");

    private HopByHop() {}

    /** The headers that the message itself declares to be for this connection only. */
    static NameSet nominated(MultiMap headers) {
        var options = headers.getAll(HttpHeaders.CONNECTION);
        if (options.isEmpty() || isCommon(options)) {
            return NONE;
        }
        return new NameSet(options.stream()
                .flatMap(option -> Stream.of(option.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toArray(CharSequence[]::new));
    }

    private static boolean isCommon(List<String> options) {
        var option = options.getFirst();
        return options.size() == 1 && (option.equalsIgnoreCase("keep-alive") || option.equalsIgnoreCase("close"));
    }
}
