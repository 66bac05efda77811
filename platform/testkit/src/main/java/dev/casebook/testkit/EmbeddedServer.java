package dev.casebook.testkit;

import dev.casebook.servers.ServerProcess;
import java.util.Map;

/** A child process, from Maven artifacts. */
final class EmbeddedServer extends TestServer {

    private final ServerProcess process;
    private final Map<String, String> settings;

    EmbeddedServer(ServerProcess process, Map<String, String> settings) {
        this.process = process;
        this.settings = settings;
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }
}
