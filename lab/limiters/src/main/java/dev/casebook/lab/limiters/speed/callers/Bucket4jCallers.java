package dev.casebook.lab.limiters.speed.callers;

import dev.casebook.lab.limiters.services.Orders;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;

/** bucket4j on Lettuce, as its manual has it. */
public final class Bucket4jCallers {

    private static final Duration KEPT = Duration.ofSeconds(10);

    private Bucket4jCallers() {}

    private record Buckets(ProxyManager<String> manager, BucketConfiguration configuration) implements Decider {

        @Override
        public boolean admits(String key) {
            return bucket(key).tryConsume(1);
        }

        @Override
        public long remaining(String key) {
            return bucket(key).getAvailableTokens();
        }

        private BucketProxy bucket(String key) {
            return manager.builder().build(key, () -> configuration);
        }
    }

    /** @param arguments the URL of Redis */
    public static void main(String[] arguments) throws Exception {
        var client = RedisClient.create(arguments[0]);
        var connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        var manager = Bucket4jLettuce.casBasedBuilder(connection)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
                .build();
        new Orders().serve(new Callers(limit -> new Buckets(manager, configuration(limit))));
        client.shutdown();
    }

    private static BucketConfiguration configuration(Limit limit) {
        return BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.burst()).refillGreedy(limit.count(), limit.period()))
                .build();
    }
}
