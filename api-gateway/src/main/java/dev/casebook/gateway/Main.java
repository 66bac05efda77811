package dev.casebook.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/** The gateway as a process. */
@QuarkusMain
public final class Main {

    private Main() {}

    /**
     * The JVM keeps the addresses that it has looked up for 30 s, so it would not help to look for those of services more often; and it reads this only
     * before its first look-up.
     */
    public static void main(String[] arguments) {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Quarkus.run(arguments);
    }
}
