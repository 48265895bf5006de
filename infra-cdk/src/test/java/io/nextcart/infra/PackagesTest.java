package io.nextcart.infra;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "io.nextcart.infra", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackagesTest {
    /** Each package with its subpackages; the root's own classes are a slice too. */
    @ArchTest
    static final ArchRule theyFormNoCycle = SlicesRuleDefinition.slices()
            .matching("io.nextcart.(infra..)")
            .namingSlices("$1")
            .should()
            .beFreeOfCycles();
}
