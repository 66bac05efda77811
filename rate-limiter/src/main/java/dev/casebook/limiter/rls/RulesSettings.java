package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the rules are. */
@ConfigMapping(prefix = "casebook.limiter.rules")
interface RulesSettings {

    /** Every {@code *.yaml} in it is read at the start, which fails when one of them is wrong. Without a folder nothing is limited. */
    Optional<Path> folder();
}
