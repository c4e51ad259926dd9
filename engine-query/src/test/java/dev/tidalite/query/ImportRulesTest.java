package dev.tidalite.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/// Foreign worlds stop at a named border: Calcite at `plan`, Arrow begins at `arrow`.
class ImportRulesTest {
    private static final String ROOT = "dev.tidalite.query.internal.";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.tidalite.query");

    @Test
    void theExecutorKnowsNoCalcite() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "expr..",
                        ROOT + "exec..",
                        ROOT + "operator..",
                        ROOT + "function..",
                        ROOT + "arrow..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.calcite..",
                        ROOT + "frontend..",
                        ROOT + "plan..",
                        ROOT + "schema..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBorderAndTheResultKnowArrow() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "expr..",
                        ROOT + "exec..",
                        ROOT + "operator..",
                        ROOT + "function..",
                        ROOT + "frontend..",
                        ROOT + "plan..",
                        ROOT + "schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.arrow..", ROOT + "arrow..")
                .check(CLASSES);
    }

    @Test
    void queriesUseOnlyWhatTheEngineExports() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidalite.query..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tidalite.engine.internal..")
                .check(CLASSES);
    }
}
