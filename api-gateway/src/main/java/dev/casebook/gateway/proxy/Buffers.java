package dev.casebook.gateway.proxy;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/** Bounds what a connection may hold in memory. Netty's own bounds, 64 KiB both ways, are too much for a small heap with many clients. */
final class Buffers {

    private static final int SMALLEST_READ = 256;
    private static final int FIRST_READ = 2048;

    private Buffers() {}

    static void limit(Channel channel, ClientSettings settings) {
        limitReading(channel, settings);
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(settings.writeAhead() / 2, settings.writeAhead()));
    }

    static void limitReading(Channel channel, ClientSettings settings) {
        int most = settings.readAtOnce();
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(
                        Math.min(SMALLEST_READ, most), Math.min(FIRST_READ, most), most));
    }
}
