package dev.casebook.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What the launcher needs of a service: two ports from the environment, health, an end on SIGTERM. Runs in a JVM of its own, from a jar. */
final class EchoService {

    private EchoService() {}

    static void main(String[] arguments) throws IOException {
        System.out.println("working in " + System.getenv("CASEBOOK_DATA_DIR"));
        listen("QUARKUS_HTTP_PORT");
        listen("QUARKUS_MANAGEMENT_PORT");
    }

    private static void listen(String port) throws IOException {
        var address = new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv(port)));
        var server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
