package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void allFaultsAreReportedAtOnce() {
        Environment environment = new Environment(Map.of("BLANK", " ", "DAYS", "soon", "BIG", "11"));
        environment.required("NONE", "a table");
        environment.required("BLANK", "a bucket");
        assertThat(environment.wholeNumber("DAYS", 1, 10, 7)).isEqualTo(7);
        assertThat(environment.wholeNumber("BIG", 1, 10, 7)).isEqualTo(7);
        assertThatThrownBy(environment::check)
                .isInstanceOf(BadInputException.class)
                .hasMessage("environment: NONE is missing, expected a table; BLANK is missing, expected a bucket; "
                        + "DAYS is 'soon', expected a whole number from 1 to 10; "
                        + "BIG is '11', expected a whole number from 1 to 10");
    }

    @Test
    void whatIsThereIsRead() {
        Environment environment = new Environment(Map.of("TABLE", "events ", "DAYS", "10"));
        assertThat(environment.required("TABLE", "a table")).isEqualTo("events");
        assertThat(environment.optional("PREFIX")).isEmpty();
        assertThat(environment.wholeNumber("DAYS", 1, 10, 7)).isEqualTo(10);
        assertThat(environment.wholeNumber("HOURS", 1, 10, 7)).isEqualTo(7);
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @Test
    void flagsSharesAndListsAreRead() {
        Environment environment = new Environment(Map.of(
                "ON", "true", "MAYBE", "yes", "SHARE", "0.25", "TOO_MUCH", "1.5", "FILES", "a.csv, b.csv  c.csv"));
        assertThat(environment.flag("ON")).isTrue();
        assertThat(environment.flag("OFF")).isFalse();
        assertThat(environment.flag("MAYBE")).isFalse();
        assertThat(environment.share("SHARE", 0.01)).isEqualTo(0.25);
        assertThat(environment.share("TOO_MUCH", 0.01)).isEqualTo(0.01);
        assertThat(environment.list("FILES")).containsExactly("a.csv", "b.csv", "c.csv");
        assertThat(new Environment(Map.of("FILES", "a, b.csv; c d.csv;")).list("FILES"))
                .containsExactly("a, b.csv", "c d.csv");
        assertThat(environment.list("NONE")).isEmpty();
        assertThat(environment.optional("NONE", "x")).isEqualTo("x");
        assertThatThrownBy(environment::check)
                .hasMessage("environment: MAYBE is 'yes', expected true or false;"
                        + " TOO_MUCH is '1.5', expected a share from 0 to 1");
    }
}
