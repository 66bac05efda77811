package dev.casebook.servers;

import java.io.IOException;
import java.util.List;

/** Who PostgreSQL runs as: it refuses to run as root. */
final class PostgresqlUser {

    private PostgresqlUser() {}

    /**
     * What goes before a PostgreSQL program on the command line: nothing for ordinary users. Root gets a user namespace in which it is nobody, and
     * still owns its files.
     *
     * @throws ServerException when this user is root and the system has no user namespaces
     */
    static List<String> prefix() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        if (!Platform.current().isLinux() || !hasUserNamespaces()) {
            throw new ServerException("PostgreSQL refuses to run as root, and this system does not allow `unshare -U`,"
                    + " which would help: run as an ordinary user");
        }
        return List.of("unshare", "-U");
    }

    private static boolean hasUserNamespaces() throws IOException {
        try {
            return new ProcessBuilder("unshare", "-U", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while starting", e);
        }
    }

    /** Without the settings of other PostgreSQL servers that this user may have, and with messages in English, which we read. */
    static void cleanEnvironment(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
    }
}
