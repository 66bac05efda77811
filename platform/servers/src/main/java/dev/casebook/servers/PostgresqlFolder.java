package dev.casebook.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's data folder. */
final class PostgresqlFolder {

    private static final String MAJOR_VERSION = "18";
    /** The lock file says when PostgreSQL began to work, a busy machine makes that some seconds after the process began. */
    private static final Duration START_UP = Duration.ofSeconds(30);

    private final Path folder;

    PostgresqlFolder(Path folder) {
        this.folder = folder;
    }

    boolean isNew() throws IOException {
        return Folders.isEmptyOrAbsent(folder);
    }

    /** Whole or not at all: an initdb that is killed leaves only a folder beside this one. */
    void create(Path programs, String password, boolean durable) throws IOException {
        Files.createDirectories(folder.getParent());
        var unfinished = Files.createTempDirectory(folder.getParent(), folder.getFileName() + "-new-");
        var passwordFile = unfinished.resolveSibling(unfinished.getFileName() + ".password");
        try {
            PrivateFile.write(passwordFile, password);
            run(initdb(programs, unfinished, passwordFile, durable));
            // initdb lets in only this machine; which addresses it listens on is decided at each start.
            Files.writeString(unfinished.resolve("pg_hba.conf"), "host all all all scram-sha-256\n");
            Files.deleteIfExists(folder);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passwordFile);
            Folders.delete(unfinished);
        }
    }

    private static List<String> initdb(Path programs, Path folder, Path passwordFile, boolean durable)
            throws IOException {
        var command = new ArrayList<>(PostgresqlUser.prefix());
        command.addAll(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + folder,
                "--username=" + PostgresqlServer.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (!durable) {
            command.add("--no-sync");
        }
        return command;
    }

    private static void run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        PostgresqlUser.cleanEnvironment(builder);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new ServerException("postgresql cannot make its data folder: "
                        + output.strip().replaceAll("\\s*\\R\\s*", " | "));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while starting", e);
        }
    }

    /** @throws ServerException when this is not a data folder, or one of another major version */
    void check() throws IOException {
        var version = folder.resolve("PG_VERSION");
        if (!Files.exists(version) || !Files.exists(folder.resolve("global/pg_control"))) {
            throw new ServerException(
                    "postgresql cannot start: its data in %s is damaged (start with --fresh to drop it)"
                            .formatted(folder));
        }
        var found = Files.readString(version).strip();
        if (!found.equals(MAJOR_VERSION)) {
            throw new ServerException("postgresql cannot start: the data in %s was made by version %s, and this is %s"
                    .formatted(folder, found, MAJOR_VERSION));
        }
    }

    /**
     * After a crash PostgreSQL refuses to start when any process has by now the pid in its lock file. When that process is not the server that wrote the
     * file, our own pid goes in: a pid that PostgreSQL, being our child, knows to be stale. The rest of the file stays, because by it PostgreSQL notices
     * backends of the crashed server that still use the data.
     */
    void forgetEndedServer() throws IOException {
        var lock = folder.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        var lines = new ArrayList<>(Files.readAllLines(lock));
        if (lines.size() < 3) {
            Files.delete(lock);
            return;
        }
        long pid = Long.parseLong(lines.getFirst().strip());
        if (isTheSame(pid, Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())))) {
            throw new ServerException(
                    "postgresql cannot start: process %d already serves the data in %s".formatted(pid, folder));
        }
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(lock, lines);
    }

    private static boolean isTheSame(long pid, Instant startedAt) {
        // A process that has ended but whom nobody has reaped has no command any more.
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .filter(info -> info.command().isPresent())
                .flatMap(ProcessHandle.Info::startInstant)
                .map(actual -> Duration.between(actual, startedAt).abs().compareTo(START_UP) < 0)
                .orElse(false);
    }
}
