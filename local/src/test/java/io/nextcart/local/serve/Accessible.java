package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.browser.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shared by the tests of pages. */
final class Accessible {
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private Accessible() {}

    /** The same for a page with lists, whose shadow trees are looked into. */
    static void checkWithLists(Tab tab) throws IOException {
        check(tab);
        assertThat(tab.list("axe.run('nextcart-list').then(found => found.passes.map(one => one.id))"))
                .as("axe-core looks into the lists")
                .isNotEmpty();
    }

    /** Fails on each axe-core rule that the page breaks. */
    static void check(Tab tab) throws IOException {
        try (InputStream script = Accessible.class.getResourceAsStream(AXE)) {
            tab.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + ";0");
        }
        assertThat(tab.list("axe.run().then(found => found.violations.map(one => one.id + ': ' + one.help + ' '"
                        + " + one.nodes.map(node => node.html + node.failureSummary).join()))"))
                .isEmpty();
    }

    static void close(@Nullable AutoCloseable... all) throws Exception {
        for (AutoCloseable each : all) {
            if (each != null) {
                each.close();
            }
        }
    }
}
