package dev.casebook.gateway.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads HTTP/1.1 as it is on the wire. */
final class HeadReader {

    private HeadReader() {}

    /** @return the start line and the header lines, without the empty line; empty at the end of the stream */
    static List<String> head(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        var line = line(in);
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = line(in);
        }
        if (line == null && !lines.isEmpty()) {
            throw new EOFException("the stream ended within " + lines);
        }
        return lines;
    }

    static byte[] body(InputStream in, Headers headers) throws IOException {
        if (headers.all("Transfer-Encoding").contains("chunked")) {
            return chunks(in);
        }
        int length = headers.first("Content-Length").map(Integer::parseInt).orElse(0);
        return exactly(in, length);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = line(in);
            if (size == null) {
                throw new EOFException("the stream ended between chunks");
            }
            int length = Integer.parseInt(size, 16);
            body.write(exactly(in, length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ended after %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = in.read();
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
