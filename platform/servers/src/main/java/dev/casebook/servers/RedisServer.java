package dev.casebook.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Redis 7.0. */
public final class RedisServer extends ServerProcess {

    /** What a Redis server is for. */
    public enum Role {
        /** May evict, and keeps nothing on disk. */
        CACHE,
        /** Never evicts, and appends to disk every second. */
        STATE
    }

    private static final int ANSWER_MILLIS = 1_000;

    private final Role role;
    private final String password;
    private final String memory;
    private final List<String> further;

    /**
     * @param password without spaces or quotes
     * @param memory the limit of its data, in Redis's notation ({@code 64m})
     */
    public RedisServer(Role role, ServerPlace place, String password, String memory, Patience patience) {
        this(role, place, password, memory, List.of(), patience);
    }

    /** @param further lines of its settings: {@code cluster-enabled yes}, {@code replicaof 127.0.0.1 6379} */
    public RedisServer(
            Role role, ServerPlace place, String password, String memory, List<String> further, Patience patience) {
        super(role == Role.CACHE ? "redis-cache" : "redis-state", place, patience);
        this.role = role;
        this.password = password;
        this.memory = memory;
        this.further = List.copyOf(further);
    }

    /** {@code redis://:password@host:port} */
    public String url() {
        return "redis://:%s@%s:%d".formatted(password, place().host(), place().port());
    }

    @Override
    protected ProcessBuilder prepare() throws IOException {
        Files.createDirectories(place().data());
        // On standard input, because a command line would show the password to everybody on this machine.
        return new ProcessBuilder(program(place().cache()).toString(), "-")
                .directory(place().data().toFile())
                .redirectInput(settingsFile().toFile());
    }

    static Path program(Path cache) throws IOException {
        return UnpackedOnce.folder(cache, "redis", Platform.current().redisResource(), RedisServer::unpack)
                .resolve("redis-server");
    }

    private Path settingsFile() throws IOException {
        var file = place().data().resolve("redis.conf");
        PrivateFile.write(file, settings());
        return file;
    }

    private String settings() {
        var common = """
                bind %s
                port %d
                requirepass %s
                maxmemory %s
                daemonize no
                loglevel notice
                save ""
                """.formatted(place().host(), place().port(), password, memory);
        return common
                + further.stream().map(line -> line + "\n").collect(Collectors.joining())
                + switch (role) {
                    case CACHE -> """
                maxmemory-policy allkeys-lru
                appendonly no
                """;
                    case STATE -> """
                maxmemory-policy noeviction
                appendonly yes
                appendfsync everysec
                """;
                };
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        var program = folder.resolve("redis-server");
        Files.copy(packed, program);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make %s executable".formatted(program));
        }
    }

    /** Also right after a crash: {@code -LOADING} while it reads its file is no answer. */
    @Override
    protected boolean answers() throws IOException {
        var answer = talk(place(), "AUTH %s\r\nPING\r\n".formatted(password), "+OK\r\n+PONG\r\n".length());
        if (answer.startsWith("-WRONGPASS")) {
            throw new ServerException("%s on port %d has another password".formatted(name(), place().port()));
        }
        return answer.equals("+OK\r\n+PONG\r\n");
    }

    /** @return so many bytes of what is answered, as a text */
    static String talk(ServerPlace place, String commands, int bytes) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
        }
    }

    @Override
    protected boolean isDamage(String log) {
        return log.contains("Bad file format reading the append only file")
                || log.contains("Fatal error loading the DB")
                || log.contains("Unexpected end of file reading the append only file");
    }
}
