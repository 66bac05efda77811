package dev.casebook.lab.limiters.speed.callers;

import java.time.Duration;

/**
 * What the callers are to do: ask about one key of so many, each as likely, again and again.
 *
 * @param prefix of the keys, without spaces; another one means fresh keys
 */
public record Order(String prefix, int keys, Limit limit, Duration time) {

    /** Whether all ask about one key, so that what was charged to it can be compared with what was admitted. */
    public boolean oneKey() {
        return keys == 1;
    }

    String[] names() {
        var names = new String[keys];
        for (int i = 0; i < keys; i++) {
            names[i] = prefix + i;
        }
        return names;
    }

    public String line() {
        return "%s %d %d %d %d %d"
                .formatted(prefix, keys, limit.count(), limit.period().toNanos(), limit.burst(), time.toMillis());
    }

    static Order parse(String line) {
        var words = line.split(" ");
        return new Order(
                words[0],
                Integer.parseInt(words[1]),
                new Limit(
                        Long.parseLong(words[2]), Duration.ofNanos(Long.parseLong(words[3])), Long.parseLong(words[4])),
                Duration.ofMillis(Long.parseLong(words[5])));
    }
}
