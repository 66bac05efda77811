package dev.casebook.lab.limiters.trace;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Reads what Redis's MONITOR tells, and adds up the script calls of each domain and the commands in them. */
final class Commands {

    /** {@code 1780000000.123456 [0 127.0.0.1:5000] "EVALSHA" "d1…" "1" "limiter:{domain}:…" …}; what a script does is marked {@code [0 lua]}. */
    private static final Pattern LINE = Pattern.compile("\\S+ \\[\\d+ (\\S+)\\] \"([^\"]+)\"(.*)");

    private static final Pattern KEY = Pattern.compile("\"(\\S*?:\\{([^}]+)\\}:[^\"]*)\"");

    private final Map<String, Domain> domains = new ConcurrentHashMap<>();
    /** Of the script that Redis told of last: it does nothing else before that has ended. */
    private Optional<String> running = Optional.empty();

    /**
     * @param key of which the first script call told
     * @param calls of a script
     * @param commands that these calls carried out
     */
    record Domain(String key, long calls, long commands) {

        static final Domain NOTHING = new Domain("", 0, 0);

        private Domain plus(Domain other) {
            return new Domain(key, calls + other.calls, commands + other.commands);
        }
    }

    void read(String line) {
        var told = LINE.matcher(line);
        if (!told.matches()) {
            return;
        }
        if (told.group(1).equals("lua")) {
            running.ifPresent(domain -> add(domain, new Domain("", 0, 1)));
        } else {
            running = called(told.group(2), told.group(3));
        }
    }

    private Optional<String> called(String command, String arguments) {
        var key = KEY.matcher(arguments);
        if (!command.toLowerCase(Locale.ROOT).startsWith("eval") || !key.find()) {
            return Optional.empty();
        }
        add(key.group(2), new Domain(key.group(1), 1, 0));
        return Optional.of(key.group(2));
    }

    private void add(String domain, Domain more) {
        domains.merge(domain, more, Domain::plus);
    }

    /** Those that scripts were called for so far. */
    Set<String> domains() {
        return Set.copyOf(domains.keySet());
    }

    /** Of what was read so far. */
    Optional<Domain> of(String domain) {
        return Optional.ofNullable(domains.get(domain));
    }
}
