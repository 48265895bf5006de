package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.source.CandidateSource;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CoVisitationDecayTest {
    @Test
    void theSqlWeighsStepsAsTheSourcesDo() throws IOException {
        try (InputStream sql = SqlEngine.class.getResourceAsStream("covisit_pairs.sql")) {
            String text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            List<Float> decays = Pattern.compile("POWER\\((\\S+)e0, distance - 1\\)")
                    .matcher(text)
                    .results()
                    .map(match -> Float.valueOf(match.group(1)))
                    .toList();

            assertThat(decays).containsExactly(CandidateSource.DECAY, CandidateSource.DECAY);
        }
    }
}
