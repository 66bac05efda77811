package dev.casebook.stack;

import java.time.Duration;

/**
 * A Kafka topic.
 *
 * @param name {@code <service>.<stream>.v1}
 * @param key what the records are keyed by: the entity whose order matters
 * @param retention how long a record is kept, in the notation {@code 90s}, {@code 12h}, {@code 7d}
 */
public record Topic(String name, String key, int partitions, String retention) {

    public Topic {
        if (partitions < 1 || partitions > 1_000) {
            throw new IllegalArgumentException("%d partitions is not within 1 to 1000".formatted(partitions));
        }
        parse(retention);
    }

    Topic named(String name) {
        return new Topic(name, key, partitions, retention);
    }

    public Duration retentionTime() {
        return parse(retention);
    }

    /** Where a reader of this topic puts what it cannot read. One partition: it is for people, who want one order. */
    public Topic deadLetters() {
        return new Topic(name + ".dlq", key, 1, "30d");
    }

    private static Duration parse(String text) {
        if (!text.matches("[1-9][0-9]{0,8}[smhd]")) {
            throw new IllegalArgumentException("retention %s is not a number with s, m, h or d".formatted(text));
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
