package dev.casebook.lab.gateways;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads HTTP/1.1 without a judgement: what a strict reader refuses is what these cases want to see. */
public final class Head {

    private static final int MOST_BYTES = 1 << 20;

    private Head() {}

    /**
     * Lines with a bare LF between them are one, with the LF in it.
     *
     * @return the lines up to the empty one; none when the connection ended before
     */
    public static List<String> read(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        boolean whole = true;
        for (var line = line(in); line != null; line = line(in)) {
            var text = withoutReturn(line);
            if (text.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            if (!whole) {
                lines.add(lines.removeLast() + "\n" + text);
            } else if (!text.isEmpty()) {
                lines.add(text);
            }
            whole = text.isEmpty() || text.length() < line.length();
        }
        return List.of();
    }

    /** Reads past a body of the length that the fields tell, the last one that a lenient reader would believe. */
    static void skipBody(InputStream in, List<String> fields) throws IOException {
        if (Answer.values(fields, "Transfer-Encoding").findAny().isPresent()) {
            skipChunks(in);
        } else {
            long length = Answer.values(fields, "Content-Length")
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
            in.skipNBytes(length);
        }
    }

    private static void skipChunks(InputStream in) throws IOException {
        long size;
        do {
            var line = line(in);
            if (line == null) {
                return;
            }
            size = Long.parseLong(line.split(";")[0].strip(), 16);
            in.skipNBytes(size);
            line(in);
        } while (size > 0);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** @return what is before the next LF; null at the end */
    private static String line(InputStream in) throws IOException {
        var bytes = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return bytes.toString();
            }
            bytes.append((char) b);
            if (bytes.length() > MOST_BYTES) {
                throw new IOException("a line of more than %d bytes".formatted(MOST_BYTES));
            }
        }
        return null;
    }

    /** As they go over the wire: a byte for each character. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
