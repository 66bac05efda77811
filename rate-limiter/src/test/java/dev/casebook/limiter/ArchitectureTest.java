package dev.casebook.limiter;

import dev.casebook.testkit.ServiceRules;

class ArchitectureTest extends ServiceRules {

    ArchitectureTest() {
        super("dev.casebook.limiter");
    }
}
