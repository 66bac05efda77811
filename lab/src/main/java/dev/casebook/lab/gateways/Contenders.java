package dev.casebook.lab.gateways;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts our gateway, and those from outside that are on this machine, each in front of the same service. */
final class Contenders {

    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin");

    /** nginx has one worker, haproxy one thread. */
    private static final String EVENT_LOOPS = "CASEBOOK_GATEWAY_CLIENTS_EVENT_LOOPS";

    private static final Map<String, String> ONE_LOOP = Map.of(EVENT_LOOPS, "1");

    private static final String SPRING_JAR = "lab/peers/spring-cloud-gateway/target/spring-cloud-gateway.jar";

    /** With the limits of what needs a token. */
    private static final String ROUTES = """
            upstream: origin
            routes:
              - { id: jwt, path: /jwt/**, methods: [GET], auth: jwt, limits: %s }
              - { id: open, path: /open/**, methods: [GET, HEAD, POST, PUT, DELETE], auth: none }
            """;

    /** More than any load here asks for: what is measured is what it costs to be admitted. */
    static final String RULES = """
            domain: lab
            descriptors:
              - key: user
                rate_limit: { unit: second, requests_per_unit: 1000000 }
            """;

    private final Path folder;
    private final boolean spring;

    /**
     * @param folder for configurations and logs
     * @param spring whether Spring Cloud Gateway, which must have been built, is among them
     */
    Contenders(Path folder, boolean spring) {
        this.folder = folder;
        this.spring = spring;
    }

    /** Ours first. */
    List<Contender> start(int origin) throws IOException, InterruptedException {
        var started = new ArrayList<Contender>();
        try {
            started.add(casebook(origin));
            for (var other : List.<Peer>of(this::nginx, this::haproxy, this::springCloudGateway)) {
                other.start(origin).ifPresent(started::add);
            }
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.forEach(Contender::close);
            throw e;
        }
    }

    private interface Peer {
        Optional<Contender> start(int origin) throws IOException, InterruptedException;
    }

    private Contender casebook(int origin) throws IOException, InterruptedException {
        return casebook(folder, origin, ONE_LOOP);
    }

    /**
     * Ours once more: what needs a token is limited by leases, and each request is a span, sent to the service, which takes whatever comes.
     *
     * @param limiter with {@link #RULES}
     */
    LimitedGateway withAll(int origin, LimiterBeside limiter) throws IOException, InterruptedException {
        int management = Contender.freePort();
        var settings = Map.of(
                EVENT_LOOPS,
                "1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(management),
                "QUARKUS_OTEL_TRACES_SAMPLER_ARG",
                "1.0",
                "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                "http/protobuf",
                "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "http://127.0.0.1:" + origin);
        var gateway = OurGateway.start(
                Files.createDirectories(folder.resolve("with-all")),
                "%s;rate-limiter=%s".formatted(upstream(origin), limiter.address()),
                ROUTES.formatted("[{ domain: lab, mode: leased, entries: { user: user }, unreachable: open }]"),
                settings);
        return new LimitedGateway(gateway, management, limiter);
    }

    private static Contender casebook(Path folder, int origin, Map<String, String> settings)
            throws IOException, InterruptedException {
        return OurGateway.start(folder, upstream(origin), ROUTES.formatted("[]"), settings);
    }

    private static String upstream(int origin) {
        return "origin=127.0.0.1:%1$d/%1$d".formatted(origin);
    }

    private Optional<Contender> nginx(int origin) throws IOException, InterruptedException {
        var program = program("nginx");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = Contender.freePort();
        var file = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx-error.log;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                    keepalive_requests 1000000000;
                    upstream origin { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 1000000000; }
                    server {
                        listen 127.0.0.1:%3$d;
                        location / {
                            proxy_pass http://origin;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_set_header Host $host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        }
                    }
                }
                """.formatted(folder, origin, port));
        return Optional.of(Contender.start("nginx", folder, port, nginxCommand(program.get(), folder, file), Map.of()));
    }

    private Optional<Contender> haproxy(int origin) throws IOException, InterruptedException {
        var program = program("haproxy");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = Contender.freePort();
        var file = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                    nbthread 1
                    maxconn 4096
                defaults
                    mode http
                    option forwardfor
                    http-reuse always
                    timeout connect 5s
                    timeout client 30s
                    timeout server 30s
                frontend front
                    bind 127.0.0.1:%d
                    default_backend origin
                backend origin
                    server origin 127.0.0.1:%d
                """.formatted(port, origin));
        return Optional.of(Contender.start(
                "haproxy", folder, port, List.of(program.get(), "-db", "-f", file.toString()), Map.of()));
    }

    private Optional<Contender> springCloudGateway(int origin) throws IOException, InterruptedException {
        if (!spring) {
            return Optional.empty();
        }
        int port = Contender.freePort();
        var route = "--spring.cloud.gateway.server.webflux.routes[0].";
        var command = List.of(
                java(),
                // More than ours has: it is not meant to fail for want of memory.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                SPRING_JAR,
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                route + "id=origin",
                route + "uri=http://127.0.0.1:" + origin,
                route + "predicates[0]=Path=/**");
        return Optional.of(Contender.start("Spring Cloud Gateway", folder, port, command, Map.of()));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** nginx as the quick service behind the gateways, which then are what a request takes its time in. */
    static Contender service(Path folder, String program, int port) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("service.conf"), """
                daemon off;
                worker_processes 1;
                pid %1$s/service.pid;
                error_log %1$s/service-error.log;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                    keepalive_requests 1000000000;
                    server { listen 127.0.0.1:%2$d; location / { return 200 "sixteen bytes ok"; } }
                }
                """.formatted(folder, port));
        return Contender.start("service", folder, port, nginxCommand(program, folder, file), Map.of());
    }

    private static List<String> nginxCommand(String program, Path folder, Path file) {
        return List.of(
                program,
                "-c",
                file.toString(),
                "-e",
                folder.resolve("nginx-error.log").toString());
    }

    static Optional<String> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), MORE_FOLDERS.stream())
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }
}
