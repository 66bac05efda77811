package dev.casebook.servers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One Metadata request (version 0), by hand: Kafka's client would cost a small JVM some 20 MiB only to ask whether a broker is there.
 */
final class KafkaProbe {

    private static final int METADATA = 3;
    private static final int VERSION = 0;
    private static final int CORRELATION = 1;
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_ANSWER_BYTES = 4 << 20;
    private static final int NO_LEADER = -1;

    private KafkaProbe() {}

    /**
     * How many partitions of each topic have a leader.
     *
     * @throws IOException when there is no broker that answers, or it does not know itself yet
     */
    static Map<String, Integer> partitionsWithLeader(String host, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request());
            return read(new DataInputStream(socket.getInputStream()));
        }
    }

    private static byte[] request() throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        var client = "casebook".getBytes(StandardCharsets.US_ASCII);
        out.writeInt(2 + 2 + 4 + 2 + client.length + 4);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(CORRELATION);
        out.writeShort(client.length);
        out.write(client);
        out.writeInt(0); // no names: all topics
        return body.toByteArray();
    }

    private static Map<String, Integer> read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_ANSWER_BYTES || in.readInt() != CORRELATION) {
            throw new IOException("what listens there is no Kafka broker");
        }
        int brokers = in.readInt();
        if (brokers == 0) {
            throw new IOException("the broker has not joined yet");
        }
        for (int i = 0; i < brokers; i++) {
            in.readInt();
            readString(in);
            in.readInt();
        }
        var leaders = new HashMap<String, Integer>();
        int topics = in.readInt();
        for (int i = 0; i < topics; i++) {
            in.readShort();
            leaders.put(readString(in), readPartitionsWithLeader(in));
        }
        return leaders;
    }

    private static int readPartitionsWithLeader(DataInputStream in) throws IOException {
        int withLeader = 0;
        int partitions = in.readInt();
        for (int i = 0; i < partitions; i++) {
            in.readShort();
            in.readInt();
            withLeader += in.readInt() == NO_LEADER ? 0 : 1;
            in.skipNBytes(4L * in.readInt()); // replicas
            in.skipNBytes(4L * in.readInt()); // in-sync replicas
        }
        return withLeader;
    }

    private static String readString(DataInputStream in) throws IOException {
        var bytes = new byte[in.readShort()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
