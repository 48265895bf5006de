package io.nextcart.training.check;

import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.Questions;
import io.nextcart.training.fit.TrainingSet;

/** How this training turns questions into rows. */
@FunctionalInterface
public interface Examples {
    /**
     * Makes the rows.
     *
     * @param tables what candidates and vectors are looked up in
     * @return rows whose group is the question's index
     */
    TrainingSet of(Tables tables, Questions questions);
}
