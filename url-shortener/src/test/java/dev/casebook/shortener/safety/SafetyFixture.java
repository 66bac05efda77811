package dev.casebook.shortener.safety;

import dev.casebook.chassis.web.ServiceSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;

/** The rules of safety, with settings of a test's own. */
public final class SafetyFixture {

    private SafetyFixture() {}

    /** As they are by default, at go.example.com. */
    public static Targets targets() {
        return targets(Map.of());
    }

    static Targets targets(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SafetySettings.class)
                .withMapping(ServiceSettings.class)
                .withDefaultValue("casebook.instance", "test")
                .withDefaultValue("casebook.data-dir", "target")
                .withDefaultValue("casebook.public-url", "https://go.example.com")
                .withDefaultValue("casebook.jwt.issuer", "issuer")
                .withDefaultValue("casebook.jwt.audience", "audience")
                .withDefaultValue("casebook.jwt.jwks-url", "https://go.example.com/jwks");
        settings.forEach((name, value) -> builder.withDefaultValue("casebook.shortener.safety." + name, value));
        var config = builder.build();
        var safety = config.getConfigMapping(SafetySettings.class);
        return new Targets(
                safety,
                config.getConfigMapping(ServiceSettings.class),
                new BlockList(safety, Clock.systemUTC(), ForkJoinPool.commonPool()));
    }

    static SafetySettings settings(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SafetySettings.class);
        settings.forEach((name, value) -> builder.withDefaultValue("casebook.shortener.safety." + name, value));
        return builder.build().getConfigMapping(SafetySettings.class);
    }
}
