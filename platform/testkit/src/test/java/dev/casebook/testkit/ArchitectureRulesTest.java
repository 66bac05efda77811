package dev.casebook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule is broken once, or it might as well not be there. */
class ArchitectureRulesTest {

    private static final String BAD = "dev.casebook.testkit.bad.";

    @Test
    void cycleOfFeatures() {
        assertBroken(ArchitectureRules.featuresAreFreeOfCycles(BAD + "cycle"), "cycle", "Cycle detected");
    }

    @Test
    void resourceWithSql() {
        assertBroken(ArchitectureRules.entrancesHoldNoSqlAndNoKafka(), "sql", "QueryingResource");
    }

    @Test
    void domainTypeWithFramework() {
        var rule = ArchitectureRules.domainTypesImportNoFramework();

        assertBroken(rule, "domain", "Ordered");
        assertThat(report(rule, "domain")).doesNotContain("OrderRequest", "Inside");
    }

    @Test
    void grpcMethodOnAVirtualThread() {
        assertBroken(ArchitectureRules.grpcMethodsLeaveTheirThreadAlone(), "grpc", "VirtualThreadMethod");
    }

    @Test
    void grpcServiceThatBlocks() {
        assertBroken(ArchitectureRules.grpcServicesLeaveTheirThreadAlone(), "grpc", "BlockingClass");
    }

    @Test
    void classOfTooManyLines(@TempDir Path sources) throws IOException {
        Files.writeString(sources.resolve("Fits.java"), "\n".repeat(SourceLength.MAX_LINES));
        var tooLong = Files.writeString(sources.resolve("TooLong.java"), "\n".repeat(SourceLength.MAX_LINES + 1));

        assertThat(SourceLength.tooLong(sources)).containsExactly(tooLong);
    }

    private static void assertBroken(ArchRule rule, String fixture, String by) {
        assertThat(report(rule, fixture)).contains(by);
    }

    private static String report(ArchRule rule, String fixture) {
        return rule.evaluate(new ClassFileImporter().importPackages(BAD + fixture))
                .getFailureReport()
                .toString();
    }
}
