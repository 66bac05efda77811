package dev.casebook.testkit;

import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/** A container, whose ports are bound to fixed ones so that it comes back under the same address. */
final class ContainerServer extends TestServer {

    private final GenericContainer<?> container;
    private final Map<String, String> settings;

    ContainerServer(GenericContainer<?> container, Map<String, String> settings) {
        this.container = container;
        this.settings = settings;
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            container.start();
        } else if (!isAlive()) {
            // Not container.start(), which would make another one without the data.
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        if (isAlive()) {
            container
                    .getDockerClient()
                    .killContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    boolean isAlive() {
        return container.getContainerId() != null && container.isRunning();
    }

    @Override
    public void pause() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void resume() {
        if (Boolean.TRUE.equals(container.getCurrentContainerInfo().getState().getPaused())) {
            container
                    .getDockerClient()
                    .unpauseContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }
}
