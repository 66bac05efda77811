package dev.casebook.lab.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs a plan. */
public final class OpenLoop {

    private OpenLoop() {}

    /**
     * Sends every request of the plan and returns when each is answered or given up.
     *
     * @param requests the bytes of the next request; called on the generator's thread, so it must be quick
     * @param eachSecond told of each second right after it ended, on the calling thread
     */
    public static Outcome run(Plan plan, Supplier<byte[]> requests, Consumer<Second> eachSecond)
            throws InterruptedException {
        var bootstrap = new Bootstrap();
        try (var group = transport(bootstrap)) {
            var tally = new Tally(plan);
            var connections = new Connections(bootstrap.group(group), plan, tally);
            // The generator's thread must not wait for a terminal or a disk; the queue holds one entry a second.
            var seconds = new LinkedBlockingQueue<Optional<Second>>();
            var outcome = new Schedule(
                            plan,
                            group.next(),
                            connections,
                            tally,
                            requests,
                            second -> seconds.add(Optional.of(second)))
                    .start();
            outcome.whenComplete((result, error) -> seconds.add(Optional.empty()));
            for (var second = seconds.take(); second.isPresent(); second = seconds.take()) {
                eachSecond.accept(second.get());
            }
            return outcome.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the generator broke: " + e.getCause(), e.getCause());
        }
    }

    /** Epoll's and kqueue's timers are finer than a millisecond; the JDK's selector is the last resort, and may not hold a schedule. */
    private static EventLoopGroup transport(Bootstrap bootstrap) {
        if (Epoll.isAvailable()) {
            bootstrap.channel(EpollSocketChannel.class);
            return new EpollEventLoopGroup(1);
        }
        if (KQueue.isAvailable()) {
            bootstrap.channel(KQueueSocketChannel.class);
            return new KQueueEventLoopGroup(1);
        }
        bootstrap.channel(NioSocketChannel.class);
        return new NioEventLoopGroup(1);
    }
}
