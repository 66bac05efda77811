package dev.casebook.lab.redirects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.casebook.contracts.shortener.v1.BatchCreateRequest;
import dev.casebook.contracts.shortener.v1.BatchCreateResponse;
import dev.casebook.contracts.shortener.v1.BatchCreateResult;
import dev.casebook.contracts.shortener.v1.Link;
import dev.casebook.contracts.shortener.v1.LinksGrpc.LinksImplBase;
import dev.casebook.contracts.shortener.v1.ResolveRequest;
import dev.casebook.contracts.shortener.v1.ResolveResponse;
import dev.casebook.lab.machine.ShortenerDatabase;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Speaks as much of the gateway and the url-shortener as the scenario asks for, and fails where it is told to. */
final class PretendStack implements AutoCloseable {

    private final Map<String, AtomicLong> clicks = new ConcurrentHashMap<>();
    private final AtomicLong redirects = new AtomicLong();
    private final HttpServer http;
    private final Server grpc;
    private final int grpcPort;
    /** Every nth redirect is a 503 or is not counted; 0 is none. */
    volatile int failEvery;

    volatile int forgetEvery;
    /** From the second redirect on no clicks can be read. */
    volatile boolean hideClicks;

    /** No click is counted for now. */
    volatile boolean countLate;

    /** Every later batch is refused; 0 is none. */
    volatile int refuseAfterBatch;

    final AtomicLong batches = new AtomicLong();
    final AtomicLong created = new AtomicLong();

    private final ShortenerDatabase database;
    private final Connection connection;

    /** @param database where clicks are counted */
    PretendStack(ShortenerDatabase database) throws IOException, SQLException {
        this.database = database;
        connection = database.connect();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/auth/token", exchange -> answer(exchange, 200, "{\"access_token\":\"secret\"}"));
        http.createContext("/api/v1/links", this::create);
        http.createContext("/api/v1/links/", this::statistics);
        http.createContext("/s/", this::redirect);
        http.start();
        grpc = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Links())
                .build()
                .start();
        grpcPort = grpc.getPort();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Writes the stack.yaml of this stack. */
    Path describe(Path file) {
        try {
            return database.describe(file, grpcPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if it were started empty. */
    void forgetLinks() {
        clicks.clear();
    }

    long counted() {
        return clicks.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private void statistics(HttpExchange exchange) throws IOException {
        var code = exchange.getRequestURI().getPath().split("/")[4];
        boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (hideClicks && redirects.get() > 1) {
            answer(exchange, 503, "");
            return;
        }
        answer(
                exchange,
                known ? 200 : 401,
                "{\"total\":%d}".formatted(clicks.get(code).get()));
    }

    private void create(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        created.incrementAndGet();
        boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, known ? 201 : 401, "{}");
    }

    private void redirect(HttpExchange exchange) throws IOException {
        long number = redirects.incrementAndGet();
        var code = exchange.getRequestURI().getPath().substring("/s/".length());
        if (failEvery > 0 && number % failEvery == 0) {
            answer(exchange, 503, "");
            return;
        }
        if (!countLate && (forgetEvery == 0 || number % forgetEvery != 0)) {
            count(code);
        }
        exchange.getResponseHeaders().set("Location", "https://example.com/");
        answer(exchange, 302, "");
    }

    private void count(String code) {
        clicks.get(code).incrementAndGet();
        synchronized (connection) {
            try (var upsert = connection.prepareStatement("INSERT INTO click_totals AS stored VALUES (?, 1)"
                    + " ON CONFLICT (code) DO UPDATE SET total = stored.total + 1")) {
                upsert.setString(1, code);
                upsert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() throws SQLException {
        http.stop(0);
        grpc.shutdownNow();
        connection.close();
    }

    private final class Links extends LinksImplBase {

        @Override
        public void batchCreate(BatchCreateRequest request, StreamObserver<BatchCreateResponse> answer) {
            long batch = batches.incrementAndGet();
            if (refuseAfterBatch > 0 && batch > refuseAfterBatch) {
                answer.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            var response = BatchCreateResponse.newBuilder();
            for (int i = 0; i < request.getLinksCount(); i++) {
                var code = "c%d-%d".formatted(batch, i);
                clicks.put(code, new AtomicLong());
                response.addResults(
                        BatchCreateResult.newBuilder().setLink(Link.newBuilder().setCode(code)));
            }
            answer.onNext(response.build());
            answer.onCompleted();
        }

        @Override
        public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> answer) {
            if (clicks.containsKey(request.getCode())) {
                answer.onNext(ResolveResponse.getDefaultInstance());
                answer.onCompleted();
            } else {
                answer.onError(Status.NOT_FOUND.asRuntimeException());
            }
        }
    }
}
