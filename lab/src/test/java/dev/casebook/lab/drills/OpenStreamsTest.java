package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a gateway, so those over HTTP/2, which the service does not speak, are cut. */
class OpenStreamsTest {

    private static final int OVER_HTTP1 = 75;

    private final StreamService service = new StreamService();

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void streamThatGetsEachPieceAndTheLastIsWhole() throws InterruptedException {
        try (var streams = new OpenStreams(service.port())) {
            assertThat(streams.awaitBegun()).isTrue();

            service.end();

            assertThat(streams.awaitOver()).isTrue();
            assertThat(streams.faults())
                    .hasSize(OpenStreams.COUNT - OVER_HTTP1)
                    .allMatch(fault -> fault.startsWith("HTTP/2: "));
            assertThat(streams.pieces().get(OpenStream.Kind.SOCKET)).isPositive();
            assertThat(streams.pieces().get(OpenStream.Kind.EVENTS)).isPositive();
            assertThat(streams.pieces().get(OpenStream.Kind.DOWNLOAD)).isPositive();
        }
    }

    @Test
    void streamThatIsCutIsFoundOut() throws InterruptedException {
        try (var streams = new OpenStreams(service.port())) {
            assertThat(streams.awaitBegun()).isTrue();

            service.close();

            assertThat(streams.awaitOver()).isTrue();
            assertThat(streams.faults()).hasSize(OpenStreams.COUNT);
        }
    }

    @Test
    void pieceThatIsMissingIsFoundOut() {
        var stream = new OpenStream(OpenStream.Kind.EVENTS);
        OpenStreams.line("data: 1", stream);
        OpenStreams.line("", stream);
        OpenStreams.line("data: 3", stream);
        OpenStreams.line("data: end", stream);
        stream.ended("status 200, ended");

        assertThat(stream.fault()).contains("events: 3 came after piece 1");
    }
}
