package dev.casebook.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;

/** What {@link ServiceRules} checks; annotations by name, so that the testkit depends on none of their libraries. */
final class ArchitectureRules {

    private static final String GRPC_SERVICE = "io.quarkus.grpc.GrpcService";
    private static final String VIRTUAL_THREAD = "io.smallrye.common.annotation.RunOnVirtualThread";
    private static final String BLOCKING = "io.smallrye.common.annotation.Blocking";

    private static final String[] STORES = {
        "java.sql..",
        "javax.sql..",
        "io.agroal..",
        "org.postgresql..",
        "org.apache.kafka..",
        "org.eclipse.microprofile.reactive.messaging..",
        "io.smallrye.reactive.messaging.."
    };

    private static final String[] FRAMEWORKS = {
        "jakarta..",
        "javax..",
        "java.sql..",
        "io.quarkus..",
        "io.smallrye..",
        "io.vertx..",
        "io.netty..",
        "io.grpc..",
        "io.lettuce..",
        "io.agroal..",
        "io.micrometer..",
        "io.opentelemetry..",
        "org.eclipse.microprofile..",
        "org.apache.kafka..",
        "org.postgresql..",
        "com.fasterxml.jackson..",
        "com.google.protobuf.."
    };

    private static final DescribedPredicate<JavaClass> DOMAIN_TYPE = DescribedPredicate.describe(
            "public top-level records and enums other than *Request and *Response",
            type -> (type.isRecord() || type.isEnum())
                    && type.isTopLevelClass()
                    && type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.getSimpleName().endsWith("Request")
                    && !type.getSimpleName().endsWith("Response"));

    private static final DescribedPredicate<JavaClass> ENTRANCE = DescribedPredicate.describe(
            "REST resources and gRPC services",
            type -> type.isAnnotatedWith("jakarta.ws.rs.Path")
                    || type.isAnnotatedWith(GRPC_SERVICE)
                    || type.getSimpleName().endsWith("Resource"));

    private ArchitectureRules() {}

    static ArchRule featuresAreFreeOfCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    static ArchRule entrancesHoldNoSqlAndNoKafka() {
        return noClasses()
                .that(ENTRANCE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STORES)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.casebook.chassis.jdbc.Sql")
                .allowEmptyShould(true);
    }

    static ArchRule domainTypesImportNoFramework() {
        return noClasses()
                .that(DOMAIN_TYPE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .allowEmptyShould(true);
    }

    static ArchRule grpcMethodsLeaveTheirThreadAlone() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(GRPC_SERVICE)
                .should()
                .notBeAnnotatedWith(VIRTUAL_THREAD)
                .andShould()
                .notBeAnnotatedWith(BLOCKING)
                .because("Quarkus loses calls of such methods; return a Uni that runs its subscription on an executor")
                .allowEmptyShould(true);
    }

    static ArchRule grpcServicesLeaveTheirThreadAlone() {
        return classes()
                .that()
                .areAnnotatedWith(GRPC_SERVICE)
                .should()
                .notBeAnnotatedWith(VIRTUAL_THREAD)
                .andShould()
                .notBeAnnotatedWith(BLOCKING)
                .allowEmptyShould(true);
    }
}
