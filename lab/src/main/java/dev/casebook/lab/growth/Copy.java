package dev.casebook.lab.growth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table by COPY, in its text format. */
final class Copy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final CopyIn copy;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * BUFFER);

    /** @param columns the table and, in brackets, its columns */
    Copy(Connection connection, String columns) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY %s FROM STDIN".formatted(columns));
    }

    /** @param values without a tab, a line feed or a backslash that means itself */
    void row(Object... values) throws SQLException {
        for (int column = 0; column < values.length; column++) {
            buffer.writeBytes(values[column].toString().getBytes(StandardCharsets.UTF_8));
            buffer.write(column == values.length - 1 ? '\n' : '\t');
        }
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
