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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs a plan. */
public final class OpenLoop {

    private static final long CLOSING_SECONDS = 5;

    private OpenLoop() {}

    /** @return whose timers and sockets are used: {@code epoll}, {@code kqueue}, or {@code nio}, which may not hold a schedule */
    public static String transport() {
        return Epoll.isAvailable() ? "epoll" : KQueue.isAvailable() ? "kqueue" : "nio";
    }

    /**
     * Sends every request of the plan and returns when each is answered or given up.
     *
     * @param requests the next request; called on the generator's thread, so it must be quick
     * @param eachSecond told of each second right after it ended, on the calling thread
     */
    public static Outcome run(Plan plan, Supplier<Request> requests, Consumer<Second> eachSecond)
            throws InterruptedException {
        var bootstrap = new Bootstrap();
        var group = group(bootstrap);
        try {
            var turns = group.submit(Turns::ofThisThread).syncUninterruptibly().getNow();
            var tally = new Tally(plan, turns);
            // The generator's thread must not wait for a terminal or a disk; the queue holds one entry a second.
            var seconds = new LinkedBlockingQueue<Optional<Second>>();
            var outcome = new Schedule(
                            plan,
                            group.next(),
                            bootstrap.group(group),
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
        } finally {
            group.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Epoll's and kqueue's timers are finer than a millisecond; the JDK's selector is the last resort, and may not hold a schedule. */
    private static EventLoopGroup group(Bootstrap bootstrap) {
        return switch (transport()) {
            case "epoll" -> {
                bootstrap.channel(EpollSocketChannel.class);
                yield new EpollEventLoopGroup(1);
            }
            case "kqueue" -> {
                bootstrap.channel(KQueueSocketChannel.class);
                yield new KQueueEventLoopGroup(1);
            }
            default -> {
                bootstrap.channel(NioSocketChannel.class);
                yield new NioEventLoopGroup(1);
            }
        };
    }
}
