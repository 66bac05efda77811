package dev.casebook.servers;

import java.util.Locale;

/** The operating system and processor that native binaries must fit. */
enum Platform {
    LINUX_AMD64("linux-amd64", "linux-x86_64"),
    LINUX_ARM64("linux-arm64", "linux-arm_64"),
    MACOS_AMD64("darwin-amd64", "darwin-x86_64"),
    MACOS_ARM64("darwin-arm64", "darwin-arm_64");

    private final String redis;
    private final String postgresql;

    Platform(String redis, String postgresql) {
        this.redis = redis;
        this.postgresql = postgresql;
    }

    String redisResource() {
        return "/redis-server-7.0.15-" + redis;
    }

    String postgresqlResource() {
        return "/postgres-" + postgresql + ".txz";
    }

    boolean isLinux() {
        return this == LINUX_AMD64 || this == LINUX_ARM64;
    }

    /** @throws ServerException when there are no binaries for this machine */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String processor) {
        var name = system.toLowerCase(Locale.ROOT);
        var arm = processor.equals("aarch64") || processor.equals("arm64");
        if (arm || processor.equals("amd64") || processor.equals("x86_64")) {
            if (name.startsWith("linux")) {
                return arm ? LINUX_ARM64 : LINUX_AMD64;
            }
            if (name.startsWith("mac")) {
                return arm ? MACOS_ARM64 : MACOS_AMD64;
            }
        }
        throw new ServerException(
                "There are no PostgreSQL and Redis binaries for %s on %s; there are for Linux and macOS on x86-64 and arm64"
                        .formatted(system, processor));
    }
}
