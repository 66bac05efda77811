package dev.casebook.gateway;

import dev.casebook.testkit.ServiceRules;

class ArchitectureTest extends ServiceRules {

    ArchitectureTest() {
        super("dev.casebook.gateway");
    }
}
