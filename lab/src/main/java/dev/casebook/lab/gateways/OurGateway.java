package dev.casebook.lab.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our gateway as it is deployed, in a process of its own. */
public final class OurGateway {

    private static final String AUDIENCE = "casebook";
    private static final String JAR = "api-gateway/target/quarkus-app/quarkus-run.jar";

    private OurGateway() {}

    /** @param folder of a gateway */
    public static Path routes(Path folder) {
        return folder.resolve("routes/lab.yaml");
    }

    /**
     * @param folder for its routes, data and log
     * @param upstreams as {@code casebook.gateway.upstreams} has them
     * @param routes a route file
     * @param settings more of them, or others, as environment variables
     */
    public static Contender start(Path folder, String upstreams, String routes, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = Contender.freePort();
        var routeFolder = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes(folder), routes);
        var environment = new HashMap<String, String>();
        environment.put("CASEBOOK_INSTANCE", "api-gateway-0");
        environment.put("CASEBOOK_DATA_DIR", folder.toString());
        environment.put("CASEBOOK_PUBLIC_URL", "http://localhost:" + port);
        environment.put("CASEBOOK_JWT_ISSUER", "http://localhost:" + port);
        environment.put("CASEBOOK_JWT_AUDIENCE", AUDIENCE);
        environment.put("CASEBOOK_JWT_JWKS_URL", "http://localhost:%d/.well-known/jwks.json".formatted(port));
        environment.put("CASEBOOK_GATEWAY_ISSUER_ENABLED", "true");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Contender.freePort()));
        environment.put("CASEBOOK_GATEWAY_ROUTES", routeFolder.toString());
        environment.put("CASEBOOK_GATEWAY_UPSTREAMS", upstreams);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.putAll(settings);
        var command =
                List.of(Contenders.java(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-jar", JAR);
        return Contender.start("casebook", folder, port, command, environment);
    }
}
