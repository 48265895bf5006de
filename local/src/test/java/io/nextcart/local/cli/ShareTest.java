package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ShareTest {
    @ParameterizedTest
    @CsvSource({"0.01,0.01", "1%,0.01", "0,0", "100%,1", "0.5%,0.005"})
    void numberOrPercentIsTaken(String text, double value) {
        assertThat(Share.parse(text)).isEqualTo(new Share(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "101%", "-1%", "NaN", "some", "%", ""})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void onePercentIsTheDefault() {
        assertThat(Cli.run("train", "--help").out()).contains("such as 0.01 or 1%", "Default: 0.01.");
    }
}
