package dev.casebook.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** No test pays for what another one broke. */
final class HealServers implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        TestServers.heal();
    }
}
