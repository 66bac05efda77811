package dev.casebook.lab.machine;

import dev.casebook.lab.CannotRunException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the stack is that runs, and where what is seen of it is written down. */
public final class RunningOptions {

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:${env:CASEBOOK_PORT:-8080}",
            description = "the gateway, on this machine (default ${DEFAULT-VALUE})")
    private URI url;

    @Option(
            names = "--out",
            defaultValue = ".casebook/reports",
            description = "folder of the reports (default ${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--running",
            defaultValue = ".casebook/run",
            description = "where the launcher records what runs (default ${DEFAULT-VALUE})")
    private Path running;

    public URI url() {
        return url;
    }

    public Path out() {
        return out;
    }

    public Path running() {
        return running;
    }

    /** @throws CannotRunException when it names no host and port */
    public static InetSocketAddress address(URI target) {
        if (!"http".equals(target.getScheme()) || target.getHost() == null || target.getPort() < 0) {
            throw new CannotRunException("%s is not of the form http://127.0.0.1:8080".formatted(target));
        }
        return new InetSocketAddress(target.getHost(), target.getPort());
    }
}
