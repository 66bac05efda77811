package dev.casebook.limiter.current;

import dev.casebook.chassis.web.ServiceSettings;
import java.net.URI;
import java.nio.file.Path;

record TestService(Path dataDir) implements ServiceSettings {

    @Override
    public String instance() {
        return "rate-limiter-0";
    }

    @Override
    public URI publicUrl() {
        return URI.create("http://localhost");
    }

    @Override
    public Jwt jwt() {
        throw new UnsupportedOperationException("nobody asks for tokens here");
    }
}
