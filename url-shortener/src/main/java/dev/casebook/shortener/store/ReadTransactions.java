package dev.casebook.shortener.store;

import dev.casebook.chassis.jdbc.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** One transaction for each read, in which PostgreSQL itself ends what takes too long: a caller who gives up would leave the statement at work. */
@ApplicationScoped
class ReadTransactions {

    private final DataSource database;
    private final String limit;

    ReadTransactions(DataSource database, StoreSettings settings) {
        this.database = database;
        this.limit = Long.toString(settings.statementTimeout().toMillis());
    }

    <T> T run(Supplier<T> work) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            limitStatements();
            return work.get();
        });
    }

    private void limitStatements() {
        Sql.on(database, "SELECT set_config('statement_timeout', ?, true)", select -> {
            select.setString(1, limit);
            return select.execute();
        });
    }
}
