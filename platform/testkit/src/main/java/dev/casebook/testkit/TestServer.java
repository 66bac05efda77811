package dev.casebook.testkit;

import java.util.Map;

/** A real server that a test may break. */
public abstract sealed class TestServer permits EmbeddedServer, ContainerServer {

    /** Returns once the server answers, on the same address and data as before. Does nothing when it runs already. */
    public abstract void start();

    /** Ends it in order. */
    public abstract void stop();

    /** Ends it as a crash would. */
    public abstract void kill();

    /** Connections stay open and nothing answers. */
    public abstract void pause();

    /** Does nothing when it is not paused. */
    public abstract void resume();

    abstract boolean isAlive();

    /** The service's settings that point to it. */
    public abstract Map<String, String> settings();

    final void heal() {
        if (isAlive()) {
            resume();
        } else {
            start();
        }
    }
}
