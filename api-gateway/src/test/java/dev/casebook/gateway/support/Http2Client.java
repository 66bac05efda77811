package dev.casebook.gateway.support;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that sends exactly the HTTP/2 frames that a test wants. Headers are never compressed. */
public final class Http2Client implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private static final int ACK = 1;
    private static final int PRIORITY = 32;
    private static final int PRIORITY_LENGTH = 5;
    private static final int STATUS_LENGTH = ":status: ".length();
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final byte[] NOTHING = new byte[0];

    /** A frame as it came. */
    public record Frame(int type, int flags, int stream, byte[] payload) {

        /** Of RST_STREAM. */
        public int code() {
            return ByteBuffer.wrap(payload).getInt();
        }

        /** Of WINDOW_UPDATE. */
        public int more() {
            return ByteBuffer.wrap(payload).getInt();
        }

        /** Of GOAWAY. */
        public int lastStream() {
            return ByteBuffer.wrap(payload).getInt();
        }

        /** Of GOAWAY. */
        public int reason() {
            return ByteBuffer.wrap(payload).getInt(Integer.BYTES);
        }
    }

    /** What has come on one stream. */
    private static final class Stream {
        private final List<List<String>> heads = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
    }

    private final RawClient connection;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Stream> streams = new HashMap<>();

    /** With no settings of its own. */
    public Http2Client(RawClient connection) {
        this(connection, NOTHING);
    }

    /** @param settings six bytes for each */
    public Http2Client(RawClient connection, byte[] settings) {
        this.connection = connection;
        this.in = new DataInputStream(connection.in());
        connection.send(PREFACE);
        send(SETTINGS, 0, 0, settings);
    }

    /** @return for a client that gives no stream a window before it says so */
    public static byte[] noWindow() {
        return ByteBuffer.allocate(6).putShort((short) 4).putInt(0).array();
    }

    public Http2Client send(int type, int flags, int stream, byte[] payload) {
        var frame = ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        connection.send(frame.array());
        return this;
    }

    /** A GET without a body. */
    public Http2Client get(int stream, String path, String... more) {
        return head(stream, END_STREAM, "GET", path, more);
    }

    /** @param more headers, each {@code name: value} */
    public Http2Client head(int stream, int flags, String method, String path, String... more) {
        var fields = new ArrayList<>(
                List.of(":method: " + method, ":scheme: http", ":path: " + path, ":authority: gateway.test"));
        fields.addAll(List.of(more));
        return fields(stream, flags, fields.toArray(String[]::new));
    }

    /** A head of exactly these fields. */
    public Http2Client fields(int stream, int flags, String... fields) {
        return send(HEADERS, flags | END_HEADERS, stream, block(fields));
    }

    /** As HEADERS and CONTINUATION have it. */
    public static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (var field : fields) {
            int colon = field.indexOf(": ", 1);
            // A literal without indexing, with a new name (RFC 7541 §6.2.2).
            block.write(0);
            text(field.substring(0, colon), block);
            text(field.substring(colon + 2), block);
        }
        return block.toByteArray();
    }

    /** RFC 7541 §5.1, §5.2, without Huffman's code. */
    private static void text(String text, ByteArrayOutputStream to) {
        int left = text.length();
        if (left < 127) {
            to.write(left);
        } else {
            to.write(127);
            for (left -= 127; left > 127; left >>= 7) {
                to.write(left & 127 | 128);
            }
            to.write(left);
        }
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Http2Client data(int stream, int flags, String text) {
        return send(DATA, flags, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @param code why */
    public Http2Client reset(int stream, int code) {
        return send(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
    }

    /** @param stream 0 for the connection */
    public Http2Client window(int stream, int more) {
        return send(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(more).array());
    }

    /** The next frame of whatever kind and stream. */
    public Frame next() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            var frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
            if (frame.type() == SETTINGS && frame.flags() != ACK) {
                send(SETTINGS, ACK, 0, NOTHING);
            }
            keep(frame);
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame of this kind; it and what comes before it is kept for {@link #reply}. */
    public Frame await(int type, int stream) {
        while (true) {
            var frame = next();
            if (frame.type() == type && frame.stream() == stream) {
                return frame;
            }
        }
    }

    /** The whole answer on a stream. Its last head, behind the body, is its trailers. */
    public Reply reply(int stream) {
        var wanted = streams.computeIfAbsent(stream, number -> new Stream());
        while (!wanted.ended) {
            var frame = next();
            if (frame.stream() == stream && frame.type() == RST_STREAM) {
                throw new AssertionError("stream %d was reset with %d".formatted(stream, frame.code()));
            }
        }
        var head = wanted.heads.getFirst();
        return new Reply(
                Integer.parseInt(head.getFirst().substring(STATUS_LENGTH)),
                new Headers(head),
                wanted.body.toByteArray());
    }

    private void keep(Frame frame) {
        if (frame.type() != DATA && frame.type() != HEADERS) {
            return;
        }
        var stream = streams.computeIfAbsent(frame.stream(), number -> new Stream());
        if (frame.type() == HEADERS) {
            stream.heads.add(decoded(frame));
        } else {
            stream.body.writeBytes(frame.payload());
        }
        stream.ended = (frame.flags() & END_STREAM) != 0;
    }

    private List<String> decoded(Frame frame) {
        try {
            var lines = new ArrayList<String>();
            int start = (frame.flags() & PRIORITY) == 0 ? 0 : PRIORITY_LENGTH;
            var block = Unpooled.wrappedBuffer(frame.payload(), start, frame.payload().length - start);
            for (var field : decoder.decodeHeaders(frame.stream(), block)) {
                lines.add(field.getKey() + ": " + field.getValue());
            }
            return lines;
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What else came behind the answer's body. */
    public Headers trailers(int stream) {
        var heads = streams.get(stream).heads;
        return new Headers(heads.size() > 1 ? heads.getLast() : List.of());
    }

    /** Reads until the connection ends. */
    public RawClient.End end() {
        return connection.end();
    }

    @Override
    public void close() {
        connection.close();
    }
}
