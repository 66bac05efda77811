package dev.casebook.testkit;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a {@code @QuarkusTest} the real servers that it names, with the settings that point to them, and an issuer of tokens. A server starts
 * when the first test of a module needs it, serves all of them, and keeps acknowledged data over a crash. One that a test left paused or dead is
 * brought back after the test.
 *
 * <p>Classes whose servers, topics and profile are the same share one running application. Names are strings for that: Quarkus compares the
 * values, and no array equals another.
 *
 * <p>PostgreSQL holds the database of the module's service. Kafka holds every topic of {@code stack.yaml} and those named here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(HealServers.class)
@WithTestResource(value = ServersResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
public @interface WithServers {

    /** Their names, as {@code stack.yaml} has them, with commas between. */
    String value() default "";

    /** Further topics, with commas between, for tests of what no service owns; 3 partitions each, and a {@code .dlq} beside each. */
    String topics() default "";
}
