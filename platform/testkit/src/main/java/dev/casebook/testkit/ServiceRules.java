package dev.casebook.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * How every service is built. A service inherits it:
 *
 * <pre>{@code
 * class ArchitectureTest extends ServiceRules {
 *     ArchitectureTest() { super("dev.casebook.shortener"); }
 * }
 * }</pre>
 *
 * <p>A domain type is a public top-level record or enum, one that a feature shows to others, unless it is named {@code *Request} or
 * {@code *Response}, as the shapes are that REST reads and writes. What stays inside its package may stand on what it likes.
 *
 * <p>One instance for all tests: reading the classes takes longer than any rule.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServiceRules {

    private final String root;
    private final JavaClasses service;

    /** @param root the service's package, below which each package is a feature */
    protected ServiceRules(String root) {
        this.root = root;
        this.service = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(root);
    }

    @Test
    void rulesSeeTheService() {
        Assertions.assertFalse(service.isEmpty(), "no class below " + root);
    }

    @Test
    void featuresAreFreeOfCycles() {
        ArchitectureRules.featuresAreFreeOfCycles(root).check(service);
    }

    @Test
    void entrancesHoldNoSqlAndNoKafka() {
        ArchitectureRules.entrancesHoldNoSqlAndNoKafka().check(service);
    }

    @Test
    void domainTypesImportNoFramework() {
        ArchitectureRules.domainTypesImportNoFramework().check(service);
    }

    @Test
    void grpcServicesLeaveTheirThreadAlone() {
        ArchitectureRules.grpcMethodsLeaveTheirThreadAlone().check(service);
        ArchitectureRules.grpcServicesLeaveTheirThreadAlone().check(service);
    }

    @Test
    void noClassIsTooLong() {
        var tooLong = SourceLength.tooLong(Path.of("src", "main", "java"));
        Assertions.assertTrue(tooLong.isEmpty(), () -> "over %d lines: %s".formatted(SourceLength.MAX_LINES, tooLong));
    }
}
