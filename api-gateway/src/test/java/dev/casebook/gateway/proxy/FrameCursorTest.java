package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameCursorTest {

    private static final int[] LENGTHS = {0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000};

    @Property(tries = 200)
    void everyEndIsFoundHoweverTheBytesArrive(@ForAll long seed) {
        var random = new Random(seed);
        var stream = Unpooled.buffer();
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < 5; i++) {
            write(stream, 2, LENGTHS[random.nextInt(LENGTHS.length)], random);
            ends.add(stream.writerIndex());
        }

        assertThat(found(stream, random)).isEqualTo(ends);
    }

    private static List<Integer> found(ByteBuf stream, Random random) {
        var cursor = new FrameCursor();
        var found = new ArrayList<Integer>();
        int at = 0;
        while (at < stream.writerIndex()) {
            int piece = Math.min(stream.writerIndex(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 50_000));
            var arrived = stream.slice(0, piece);
            while (at < piece) {
                at = cursor.next(arrived, at);
                if (cursor.isBetweenFrames()) {
                    found.add(at);
                }
            }
        }
        return found;
    }

    /** A frame with or without a mask. */
    private static void write(ByteBuf to, int opcode, int length, Random random) {
        int masked = random.nextBoolean() ? 0x80 : 0;
        to.writeByte(0x80 | opcode);
        if (length < 126) {
            to.writeByte(masked | length);
        } else if (length < 65_536) {
            to.writeByte(masked | 126).writeShort(length);
        } else {
            to.writeByte(masked | 127).writeLong(length);
        }
        var rest = new byte[(masked == 0 ? 0 : 4) + length];
        random.nextBytes(rest);
        to.writeBytes(rest);
    }

    @Example
    void closeFrameIsSeenWhenItIsWhole() {
        var stream = Unpooled.buffer();
        write(stream, 8, 2, new Random(1));
        var cursor = new FrameCursor();

        cursor.next(stream.slice(0, 2), 0);
        assertThat(cursor.isClosed()).isFalse();
        cursor.next(stream, 2);
        assertThat(cursor.isClosed()).isTrue();
    }

    @Example
    void lengthThatNoFrameMayHaveNeverEnds() {
        var stream = Unpooled.buffer().writeByte(0x82).writeByte(127).writeLong(-1);
        stream.writeZero(100);
        var cursor = new FrameCursor();

        assertThat(cursor.next(stream, 0)).isEqualTo(stream.writerIndex());
        assertThat(cursor.isBetweenFrames()).isFalse();
    }
}
