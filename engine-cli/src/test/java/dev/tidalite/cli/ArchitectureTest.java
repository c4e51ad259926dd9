package dev.tidalite.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/// The borders between the modules, as far as Maven's own dependencies do not draw them already.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.tidalite");

    @Test
    void nobodyReachesIntoAnotherModule() {
        for (String module : new String[] {"lp", "engine", "query"}) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.tidalite." + module + "..", "dev.tidalite.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tidalite." + module + ".internal..")
                    .check(CLASSES);
        }
    }

    @Test
    void httpStopsInTheAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.tidalite.http..", "dev.tidalite.flight..", "dev.tidalite.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void grpcAndFlightStopInTheirAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.tidalite.flight..", "dev.tidalite.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "org.apache.arrow.flight..")
                .check(CLASSES);
    }

    @Test
    void theModulesOfTheProgramAreNoCircle() {
        slices().matching("dev.tidalite.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
