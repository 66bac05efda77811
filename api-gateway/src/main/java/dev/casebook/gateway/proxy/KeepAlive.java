package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * How long a connection to an instance may stand idle: never as long as the instance waits, for then both end at once, and a request that meets that
 * moment is lost. Vert.x takes an instance's word for longer, and for exactly as long, so the word is changed before Vert.x reads it.
 */
final class KeepAlive {

    /** RFC 2068 §19.7.1, which servers still follow: {@code Keep-Alive: timeout=5, max=100}. */
    static final String NAME = "keep-alive";

    private static final Pattern TIMEOUT = Pattern.compile("(?i)(?:^|[,\\s])timeout\\s*=\\s*(\\d{1,9})\\b");

    /** The answer takes a while to arrive here, and the next request to arrive there. */
    private static final int MARGIN_SECONDS = 1;

    private KeepAlive() {}

    /** @param own the longest time, in seconds, whatever the instance says */
    static void shorten(HttpHeaders answer, int own) {
        var said = answer.get(NAME);
        if (said == null) {
            return;
        }
        var timeout = TIMEOUT.matcher(said);
        if (!timeout.find()) {
            answer.remove(NAME);
            return;
        }
        int seconds = Math.min(own, Integer.parseInt(timeout.group(1)) - MARGIN_SECONDS);
        if (seconds > 0) {
            answer.set(NAME, "timeout=" + seconds);
        } else {
            answer.remove(NAME);
            closeAfter(answer);
        }
    }

    /** Vert.x looks at the first value alone; what the others nominate is still not for the client. */
    private static void closeAfter(HttpHeaders answer) {
        var options = new ArrayList<CharSequence>();
        options.add(HttpHeaderValues.CLOSE);
        options.addAll(answer.getAll(HttpHeaderNames.CONNECTION));
        answer.set(HttpHeaderNames.CONNECTION, options);
    }
}
