package dev.casebook.shortener.clicks;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The table click_offsets. */
@ApplicationScoped
class ClickOffsets {

    private final DataSource database;

    ClickOffsets(DataSource database) {
        this.database = database;
    }

    /** Where to go on in each partition: at the beginning in one that was never counted. */
    @Transactional
    Map<Integer, Long> load(Collection<Integer> partitions) {
        return Sql.on(database, """
                SELECT wanted.topic_partition, coalesce(next_offset, 0)
                FROM unnest(?::integer[]) AS wanted (topic_partition) LEFT JOIN click_offsets USING (topic_partition)""", select -> {
            select.setArray(1, select.getConnection().createArrayOf("integer", partitions.toArray()));
            var offsets = new HashMap<Integer, Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return offsets;
        });
    }

    /**
     * Moves a partition from the run's beginning to its end, in the caller's transaction.
     *
     * @throws OffsetMovedException if it was not at the beginning
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void advance(PartitionRun run) {
        int partition = run.partition().partition();
        if (!compareAndSet(partition, run.firstOffset(), run.nextOffset())) {
            throw new OffsetMovedException(run, load(List.of(partition)).get(partition));
        }
    }

    /** @return whether the partition was where it was expected; one that was never counted is at 0 */
    @Transactional
    boolean compareAndSet(int partition, long expected, long next) {
        return move(partition, expected, next) || expected == 0 && begin(partition, next);
    }

    private boolean move(int partition, long expected, long next) {
        return Sql.on(
                database,
                "UPDATE click_offsets SET next_offset = ? WHERE topic_partition = ? AND next_offset = ?",
                update -> {
                    update.setLong(1, next);
                    update.setInt(2, partition);
                    update.setLong(3, expected);
                    return update.executeUpdate() == 1;
                });
    }

    private boolean begin(int partition, long next) {
        return Sql.on(
                database,
                "INSERT INTO click_offsets (topic_partition, next_offset) VALUES (?, ?) ON CONFLICT DO NOTHING",
                insert -> {
                    insert.setInt(1, partition);
                    insert.setLong(2, next);
                    return insert.executeUpdate() == 1;
                });
    }
}
