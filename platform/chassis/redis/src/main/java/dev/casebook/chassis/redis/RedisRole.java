package dev.casebook.chassis.redis;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which of the two Redis servers: {@code @Inject @RedisRole(Role.CACHE) Redis cache}. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface RedisRole {

    Role value();

    enum Role {
        /** May evict at any time and keeps nothing on disk: every value must be found elsewhere too. */
        CACHE,
        /** Never evicts, appends to disk every second: a crash may lose the last second. */
        STATE
    }
}
