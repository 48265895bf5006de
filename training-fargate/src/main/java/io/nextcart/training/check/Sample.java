package io.nextcart.training.check;

import io.nextcart.training.example.Questions;

/** A part of the questions, spread evenly over all of them, that is over time. */
final class Sample {
    private Sample() {}

    /**
     * @param most how many, at least 1
     */
    static Questions of(Questions questions, int most) {
        int size = Math.min(most, questions.size());
        Questions sample = new Questions(new int[size], new int[size], new int[size]);
        for (int i = 0; i < size; i++) {
            int q = (int) ((long) i * questions.size() / size);
            sample.session()[i] = questions.session()[q];
            sample.position()[i] = questions.position()[q];
            sample.target()[i] = questions.target()[q];
        }
        return sample;
    }
}
