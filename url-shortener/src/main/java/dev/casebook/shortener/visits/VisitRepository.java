package dev.casebook.shortener.visits;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Leases of visits. Whatever becomes of their answers, no visit is given to two. */
@ApplicationScoped
class VisitRepository {

    private final DataSource database;

    VisitRepository(DataSource database) {
        this.database = database;
    }

    /**
     * Leases a share of the visits that remain, at least one if any does. The row of the link is held meanwhile: an edit comes before, and its limit counts,
     * or after.
     *
     * @param lease a new id, by which the visits can be given back even if this call fails
     * @param asked the version for which the answer holds if the link is gone
     * @param most visits leased at once
     * @param share one in how many of those that remain
     */
    Grant lease(UUID lease, String code, long asked, int most, int share) {
        return Sql.on(database, """
                WITH link AS (
                    SELECT code, version, max_visits FROM links WHERE code = ? AND deleted_at IS NULL FOR SHARE
                ), taken AS (
                    INSERT INTO visits AS v (code, leased)
                    SELECT code, least(?, greatest(1, max_visits / ?)) FROM link WHERE max_visits IS NOT NULL
                    ON CONFLICT (code) DO UPDATE
                    SET leased = v.leased + least(?, greatest(1, ((SELECT max_visits FROM link) - v.leased) / ?))
                    WHERE v.leased < (SELECT max_visits FROM link)
                    RETURNING code, new.leased - coalesce(old.leased, 0) AS granted
                ), noted AS (
                    INSERT INTO visit_leases (id, code, visits) SELECT ?, code, granted FROM taken
                )
                SELECT version, max_visits IS NOT NULL AS limited, coalesce(granted, 0) AS granted
                FROM link LEFT JOIN taken USING (code)""", statement -> {
            statement.setString(1, code);
            statement.setInt(2, most);
            statement.setInt(3, share);
            statement.setInt(4, most);
            statement.setInt(5, share);
            statement.setObject(6, lease);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return new Grant(Permit.DELETED, asked, 0);
                }
                long granted = rows.getLong("granted");
                var permit = granted > 0 || !rows.getBoolean("limited") ? Permit.GRANTED : Permit.SPENT;
                return new Grant(permit, Math.max(asked, rows.getLong("version")), granted);
            }
        });
    }

    /**
     * Ends leases. One that ended before is passed over, so a call whose outcome is not known may be repeated.
     *
     * @return how many visits can be leased again
     */
    long giveBack(List<Unspent> leases) {
        var unheard =
                leases.stream().filter(Unspent::isUnheard).map(Unspent::lease).toArray();
        if (unheard.length > 0) {
            takeIds(unheard);
        }
        return end(leases);
    }

    /**
     * A server that was frozen may run a statement long after its caller gave up. It either has leased by now, then this waits for its commit, or finds
     * its id taken and leases nothing.
     */
    private void takeIds(Object[] leases) {
        // No statement is a day late.
        Sql.on(database, """
                WITH forgotten AS (
                    DELETE FROM visit_leases WHERE visits = 0 AND leased_at < now() - interval '1 day'
                )
                INSERT INTO visit_leases (id, code, visits) SELECT id, '', 0 FROM unnest(?::uuid[]) AS id
                ON CONFLICT (id) DO NOTHING""", statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("uuid", leases));
            return statement.executeUpdate();
        });
    }

    /**
     * Deletes the rows of leases of that age, in whatever state: whoever still tries to give one back finds none, so its visits stay spent. No index leads
     * here: the table has the leases of the moment, and those of killed instances.
     *
     * @return how many visits were in them
     */
    long forget(Duration age) {
        return Sql.on(database, """
                WITH forgotten AS (
                    DELETE FROM visit_leases WHERE leased_at < now() - make_interval(secs => ?) RETURNING visits
                )
                SELECT coalesce(sum(visits), 0)::bigint FROM forgotten""", statement -> {
            statement.setDouble(1, age.toSeconds());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private long end(List<Unspent> leases) {
        // In the order of codes, so that two instances that give back the same links' visits never deadlock.
        return Sql.on(database, """
                WITH unspent AS (
                    SELECT id, visits FROM unnest(?::uuid[], ?::bigint[]) AS given (id, visits)
                ), ended AS (
                    DELETE FROM visit_leases lease USING unspent WHERE lease.id = unspent.id AND lease.visits > 0
                    RETURNING lease.code, CASE WHEN unspent.visits < 0 THEN lease.visits ELSE unspent.visits END AS visits
                ), back AS (
                    SELECT code, sum(visits)::bigint AS visits FROM ended GROUP BY code HAVING sum(visits) > 0
                ), locked AS (
                    SELECT code, back.visits FROM visits v JOIN back USING (code) ORDER BY code FOR UPDATE OF v
                ), changed AS (
                    UPDATE visits v SET leased = v.leased - locked.visits FROM locked WHERE v.code = locked.code
                    RETURNING locked.visits
                )
                SELECT coalesce(sum(visits), 0) FROM changed""", statement -> {
            var connection = statement.getConnection();
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", leases.stream().map(Unspent::lease).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", leases.stream().map(Unspent::visits).toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
