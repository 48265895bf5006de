package io.nextcart.data.synthetic;

import java.util.SplittableRandom;

/**
 * What a visitor likes.
 *
 * @param vector of length {@link ShopWorld#TASTES} and norm 1
 * @param favourites categories that the visitor comes for, favourite first
 */
record Taste(float[] vector, int[] favourites) {
    private static final int MOST_FAVOURITES = 3;

    /** Draws a visitor: favourite categories by popularity, and a taste near their items. */
    static Taste draw(ShopWorld world, SplittableRandom random) {
        int[] favourites = new int[1 + random.nextInt(MOST_FAVOURITES)];
        float[] sum = new float[ShopWorld.TASTES];
        for (int f = 0; f < favourites.length; f++) {
            int item = world.popular(random);
            favourites[f] = world.category(item);
            world.addTaste(item, sum);
        }
        return new Taste(blend(normalised(sum), 0.7f, unitVector(random)), favourites);
    }

    /** Draws one of the favourites, the first most often. */
    int favourite(SplittableRandom random) {
        int f = 0;
        while (f + 1 < favourites.length && random.nextDouble() < 0.35) {
            f++;
        }
        return favourites[f];
    }

    /** A uniformly random direction. */
    static float[] unitVector(SplittableRandom random) {
        float[] vector = new float[ShopWorld.TASTES];
        for (int t = 0; t < vector.length; t++) {
            // The sum of four uniform numbers is close enough to normal for a direction.
            vector[t] =
                    (float) (random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble() - 2);
        }
        return normalised(vector);
    }

    /** The unit vector along a weighted mean of two. */
    static float[] blend(float[] a, float shareOfA, float[] b) {
        float[] sum = new float[a.length];
        for (int t = 0; t < sum.length; t++) {
            sum[t] = shareOfA * a[t] + (1 - shareOfA) * b[t];
        }
        return normalised(sum);
    }

    private static float[] normalised(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        float length = (float) Math.max(1e-9, Math.sqrt(square));
        for (int t = 0; t < vector.length; t++) {
            vector[t] /= length;
        }
        return vector;
    }
}
