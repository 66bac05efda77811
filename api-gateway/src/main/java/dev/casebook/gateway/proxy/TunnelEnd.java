package dev.casebook.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * One side of a tunnel: passes on what comes from it, and reads no faster than the other side takes it. Vert.x's own handler stands behind it,
 * and learns only that the connection has ended.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter {

    private final Tunnel tunnel;
    private final Channel to;
    private final byte[] farewell;
    private final FrameCursor frames = new FrameCursor();
    private boolean leaving;
    private boolean left;

    /** @param farewell the frame that tells the other side to go */
    TunnelEnd(Tunnel tunnel, Channel to, byte[] farewell) {
        this.tunnel = tunnel;
        this.to = to;
        this.farewell = farewell;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            // The end of the HTTP message that the tunnel began with.
            ReferenceCountUtil.release(message);
            return;
        }
        bytes.writerIndex(follow(bytes));
        if (bytes.isReadable()) {
            tunnel.progressed();
            to.write(bytes);
            context.channel().config().setAutoRead(to.isWritable());
        } else {
            bytes.release();
        }
        leaveIfPossible();
        tunnel.followed(this);
    }

    /** @return the index up to which the bytes go on to the other side */
    private int follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = left ? at : bytes.writerIndex();
        boolean cut = left;
        while (at < bytes.writerIndex()) {
            at = frames.next(bytes, at);
            if (leaving && !cut && frames.isBetweenFrames()) {
                cut = true;
                end = at;
            }
        }
        return end;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        to.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        to.config().setAutoRead(context.channel().isWritable());
    }

    /** Lets the frame end that is under way, and then tells the other side to go. */
    void leave() {
        leaving = true;
        leaveIfPossible();
    }

    private void leaveIfPossible() {
        if (leaving && !left && frames.isBetweenFrames()) {
            left = true;
            if (!frames.isClosed()) {
                to.writeAndFlush(Unpooled.wrappedBuffer(farewell));
            }
        }
    }

    /** Whether this side has said that it sends nothing more. */
    boolean isClosed() {
        return frames.isClosed();
    }
}
