package dev.casebook.local;

import dev.casebook.stack.Instance;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param root the checkout
 * @param state what {@code up} keeps; nothing else is ever written, the modules' target folders aside
 */
record Checkout(Path root, Path state) {

    Checkout {
        root = root.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    static Checkout at(Path root) {
        return new Checkout(root, root.resolve(".casebook"));
    }

    Stack stack() throws IOException {
        return Stack.load(root.resolve("stack.yaml"));
    }

    /** The servers' and the instances' folders, and the secrets that belong to them. */
    Path data() {
        return state.resolve("data");
    }

    Path data(String component) {
        return data().resolve(component);
    }

    Path secrets() {
        return data().resolve("secrets.properties");
    }

    Path logs() {
        return state.resolve("logs");
    }

    Path log(String component) {
        return logs().resolve(component + ".log");
    }

    /** What is running: gone after an orderly stop. */
    Path run() {
        return state.resolve("run");
    }

    /** What can be made again: unpacked binaries, AOT caches, fingerprints of builds. */
    Path cache() {
        return state.resolve("cache");
    }

    /** What {@code java -jar} runs. */
    Path program(Instance instance) {
        return quarkusApp(instance.service().name()).resolve("quarkus-run.jar");
    }

    Path quarkusApp(String service) {
        return root.resolve(service).resolve("target/quarkus-app");
    }
}
