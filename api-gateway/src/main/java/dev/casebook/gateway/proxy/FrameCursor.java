package dev.casebook.gateway.proxy;

import io.netty.buffer.ByteBuf;

/** Follows a stream of WebSocket frames (RFC 6455 §5.2) only to know where one ends: nothing may be put in but there. */
final class FrameCursor {

    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int MASK_LENGTH = 4;

    /** Bytes of the header that were read, and that there are; these are two until the second says more. */
    private int read;

    private int header = 2;

    private int opcode;
    private int extended;
    private long payload;
    private boolean closed;

    /** @return the index behind the first frame that ends within the bytes, or the index of their end when none does */
    int next(ByteBuf bytes, int from) {
        int i = from;
        while (i < bytes.writerIndex()) {
            if (read < header) {
                header(bytes.getByte(i++));
            } else {
                int part = (int) Math.min(payload, bytes.writerIndex() - i);
                payload -= part;
                i += part;
            }
            if (read == header && payload == 0) {
                frameEnded();
                return i;
            }
        }
        return i;
    }

    private void header(byte next) {
        if (read == 0) {
            opcode = next & OPCODE;
        } else if (read == 1) {
            lengthIs(next);
        } else if (read < 2 + extended) {
            payload = (payload << Byte.SIZE | next & 0xff) & Long.MAX_VALUE;
        }
        read++;
    }

    private void lengthIs(byte second) {
        int length = second & LENGTH;
        extended = length < TWO_BYTES_FOLLOW ? 0 : length == TWO_BYTES_FOLLOW ? Short.BYTES : Long.BYTES;
        payload = extended == 0 ? length : 0;
        header = 2 + extended + ((second & MASKED) == 0 ? 0 : MASK_LENGTH);
    }

    private void frameEnded() {
        closed |= opcode == CLOSE;
        read = 0;
        header = 2;
        extended = 0;
    }

    boolean isBetweenFrames() {
        return read == 0;
    }

    /** Whether a frame has gone by that says that no other will follow. */
    boolean isClosed() {
        return closed;
    }
}
