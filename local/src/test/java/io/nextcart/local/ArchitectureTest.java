package io.nextcart.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.training.answer.ShopAnswers;
import io.nextcart.training.evaluate.Evaluation;
import java.util.List;

/** Checks the dependencies between the modules against the table in docs/architecture.md. */
@AnalyzeClasses(
        packages = "io.nextcart",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
    /** Modules whose packages form no cycle. */
    private static final List<String> FREE_OF_CYCLES = List.of(
            "io.nextcart.data",
            "io.nextcart.store",
            "io.nextcart.engine",
            "io.nextcart.training",
            "io.nextcart.functions.api",
            "io.nextcart.functions.events",
            "io.nextcart.functions.recommend",
            "io.nextcart.functions.store",
            "io.nextcart.local");

    @ArchTest
    static final ArchRule modulesKnowOnlyWhatTheTableSays = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.nextcart..")
            .layer("data")
            .definedBy("io.nextcart.data..")
            .layer("engine")
            .definedBy("io.nextcart.engine..")
            .layer("objects")
            .definedBy("io.nextcart.store", "io.nextcart.store.document..", "io.nextcart.store.registry..")
            .layer("s3")
            .definedBy("io.nextcart.store.s3..")
            .layer("training")
            .definedBy("io.nextcart.training..")
            .layer("api")
            .definedBy("io.nextcart.functions.api..")
            .layer("store")
            .definedBy("io.nextcart.functions.store..")
            .layer("recommend")
            .definedBy("io.nextcart.functions.recommend..")
            .layer("events")
            .definedBy("io.nextcart.functions.events..")
            .layer("rollout")
            .definedBy("io.nextcart.functions.rollout..")
            .layer("archive")
            .definedBy("io.nextcart.functions.archive..")
            .layer("notify")
            .definedBy("io.nextcart.functions.notify..")
            .layer("local")
            .definedBy("io.nextcart.local..")
            .whereLayer("data")
            .mayNotAccessAnyLayer()
            .whereLayer("objects")
            .mayOnlyAccessLayers("data")
            .whereLayer("engine")
            .mayOnlyAccessLayers("data", "objects")
            .whereLayer("s3")
            .mayOnlyAccessLayers("data", "objects")
            .whereLayer("training")
            .mayOnlyAccessLayers("data", "engine", "objects", "s3")
            .whereLayer("api")
            .mayOnlyAccessLayers("data", "objects")
            .whereLayer("store")
            .mayOnlyAccessLayers("data")
            .whereLayer("recommend")
            .mayOnlyAccessLayers("data", "engine", "objects", "api", "store")
            .whereLayer("events")
            .mayOnlyAccessLayers("data", "objects", "api", "store")
            .whereLayer("rollout")
            .mayOnlyAccessLayers("data", "objects", "s3", "api")
            .whereLayer("archive")
            .mayOnlyAccessLayers("data", "objects", "s3", "store")
            .whereLayer("notify")
            .mayOnlyAccessLayers("data", "api")
            .whereLayer("local")
            .mayNotBeAccessedByAnyLayer()
            .ensureAllClassesAreContainedInArchitecture();

    /** The Recommender applies filters, catalogue and rules; its callers pass the present catalogue changes. */
    @ArchTest
    static final ArchRule everyAnswerComesFromOnePlace = noClasses()
            .that()
            .doNotBelongToAnyOf(
                    RecommendService.class, // over HTTP
                    ShopAnswers.class, // everything else: batch, evaluate
                    Recommender.class)
            .and()
            .doNotHaveFullyQualifiedName("io.nextcart.training.check.ServingCheck") // needs the vectors, not the answer
            .and()
            .doNotHaveFullyQualifiedName("io.nextcart.local.demo.RuleLists") // its shop has no catalogue changes
            .should()
            .callMethodWhere(isOf(Recommender.class, "recommend|similar|popular"));

    /** Evaluation compares rankers in a training: there is no shop yet. */
    @ArchTest
    static final ArchRule onlyTheRecommenderScoresForAnswers = noClasses()
            .that()
            .doNotBelongToAnyOf(Recommender.class, Evaluation.class, Answering.class)
            .should()
            .callMethodWhere(isOf(Answering.class, "answer"));

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.nextcart.local.cli..",
                    "io.nextcart.local.demo..",
                    "io.nextcart.training.fit..",
                    "io.nextcart.functions.archive..") // its output is the Lambda's log
            .and()
            .haveSimpleNameNotEndingWith("Function") // Lambda's entry points: their output is the Lambda's log
            .and()
            .doNotHaveSimpleName("TrainingTask") // the container's entry point: its output is the task's log
            .and()
            .doNotHaveSimpleName("RolloutHandler") // in Lambda, it prints metrics as the functions do
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule nobodyWritesToTheStandardOutputBehindTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.nextcart.local.demo..")
            .and()
            .haveSimpleNameNotEndingWith("Function")
            .and()
            .doNotHaveSimpleName("TrainingTask")
            .and()
            .doNotHaveSimpleName("RolloutHandler")
            .should()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule onlyTheMainMethodsEndTheProcess = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.nextcart.local.cli.Nextcart")
            .and()
            .doNotHaveFullyQualifiedName("io.nextcart.training.fit.FitProcess")
            .and()
            .doNotHaveFullyQualifiedName("io.nextcart.training.task.TrainingTask")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static void packagesOfAModuleFormNoCycle(JavaClasses classes) {
        for (String module : FREE_OF_CYCLES) {
            SlicesRuleDefinition.slices()
                    .assignedFrom(new PackagesOf(module))
                    .should()
                    .beFreeOfCycles()
                    .check(classes);
        }
    }

    private static DescribedPredicate<JavaMethodCall> isOf(Class<?> owner, String names) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "'s " + names,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().matches(names));
    }

    /** Test classes lent by another module are in a jar, which the option for folders misses. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** A slice for each package of a module, its root package included. */
    private static final class PackagesOf implements SliceAssignment {
        private final String module;

        PackagesOf(String module) {
            this.module = module;
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return (name + ".").startsWith(module + ".") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + module;
        }
    }
}
