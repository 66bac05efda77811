package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceTest {

    private final Instance instance = new Instance();

    @AfterEach
    void end() {
        instance.close();
    }

    private Socket connect() throws IOException {
        var port = instance.address().replaceAll(".*/", "");
        var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket socket, String path) throws IOException {
        var request = "GET %s HTTP/1.1\r\nHost: a.test\r\n\r\n".formatted(path);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readNBytes(8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void deadInstanceCutsWhoIsThereTakesNobodyAndComesBackWhereItWas() throws IOException {
        try (var before = connect()) {
            assertThat(ask(before, "/a")).isEqualTo("HTTP/1.1");

            instance.become(Fault.DEAD);

            assertThatThrownBy(() -> before.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
        instance.become(Fault.NONE);
        try (var after = connect()) {
            assertThat(ask(after, "/a")).isEqualTo("HTTP/1.1");
        }
        assertThat(instance.asked()).isEqualTo(2);
    }

    @Test
    void instanceThatLiesSaysThatItIsReady() throws IOException {
        instance.become(Fault.GARBAGE);

        try (var probe = connect();
                var client = connect()) {
            assertThat(ask(probe, "/q/health/ready")).isEqualTo("HTTP/1.1");
            assertThat(ask(client, "/a")).doesNotContain("HTTP/1.1");
        }
        assertThat(instance.asked()).isEqualTo(1);
    }
}
