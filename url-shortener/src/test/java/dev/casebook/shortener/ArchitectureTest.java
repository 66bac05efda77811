package dev.casebook.shortener;

import dev.casebook.testkit.ServiceRules;

class ArchitectureTest extends ServiceRules {

    ArchitectureTest() {
        super("dev.casebook.shortener");
    }
}
