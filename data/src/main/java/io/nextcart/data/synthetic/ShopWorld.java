package io.nextcart.data.synthetic;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The hidden truth of the shop: taste vectors of items around those of their category, lines of items that go together,
 * heavy-tailed popularity, trends, prices and stock. Computed from the {@link ShopSpec} alone. Items 0 to
 * {@code itemsSeen − 1} have events and are ordered by category; the others are only in the catalogue. Thread-safe.
 */
public final class ShopWorld {
    /** Dimension of a taste vector. */
    static final int TASTES = 8;
    /** Size of a line: items of a category that go together. */
    static final int LINE = 8;

    private static final long CATEGORY_KIND = 1;
    private static final long ITEM_KIND = 2;
    private static final long PRICE_KIND = 3;
    private static final long STOCK_KIND = 4;
    private static final double OUT_OF_STOCK = 0.06;
    private static final double POPULARITY_POWER = 0.85;
    private static final double POPULARITY_FLOOR = 4;

    private final ShopSpec spec;
    private final int[] parent;
    private final int[] categoryStart;
    private final int[] category;
    private final float[] taste;
    private final float[] peakDay;
    private final double[] weightBefore;

    public ShopWorld(ShopSpec spec) {
        this.spec = spec;
        int categories = spec.categories();
        int seen = spec.itemsSeen();
        SplittableRandom random = Mix.random(spec.seed(), CATEGORY_KIND, 0);
        parent = new int[categories];
        int roots = Math.max(3, categories / 50);
        for (int c = 0; c < categories; c++) {
            parent[c] = c < roots ? -1 : random.nextInt(c);
        }
        categoryStart = categorySizes(random, categories, seen);
        category = new int[spec.items()];
        for (int c = 0; c < categories; c++) {
            Arrays.fill(category, categoryStart[c], categoryStart[c + 1], c);
        }
        for (int item = seen; item < category.length; item++) {
            category[item] = random.nextInt(categories);
        }
        taste = tastes(categories);
        peakDay = new float[seen];
        weightBefore = new double[seen + 1];
        int[] rank = permutation(random, seen);
        for (int item = 0; item < seen; item++) {
            peakDay[item] = (float) (random.nextDouble() * (ShopSpec.DAYS + 40) - 20);
            weightBefore[item + 1] = weightBefore[item] + 1 / Math.pow(rank[item] + POPULARITY_FLOOR, POPULARITY_POWER);
        }
    }

    public ShopSpec spec() {
        return spec;
    }

    /** The id of an item in the log. */
    public String itemId(int item) {
        return Integer.toString(item + 1);
    }

    /** The item with an id, or −1 when there is none. */
    public int itemOf(String id) {
        try {
            int item = Integer.parseInt(id) - 1;
            // Only as itemId writes it: the parser also accepts "+5" and "05".
            return item >= 0 && item < category.length && itemId(item).equals(id) ? item : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public int category(int item) {
        return category[item];
    }

    /** The parent of a category, or −1. */
    int parent(int category) {
        return parent[category];
    }

    int categories() {
        return parent.length;
    }

    /** The first item of the line that an item belongs to. */
    int lineStart(int item) {
        int start = categoryStart[category[item]];
        return start + (item - start) / LINE * LINE;
    }

    /** The end of that line, exclusive. */
    int lineEnd(int item) {
        return Math.min(lineStart(item) + LINE, categoryStart[category[item] + 1]);
    }

    /** How well an item suits a taste: about −1 to 1. */
    double affinity(float[] shopper, int item) {
        double dot = 0;
        for (int t = 0; t < TASTES; t++) {
            dot += shopper[t] * taste[item * TASTES + t];
        }
        return dot;
    }

    /** Adds an item's taste vector to another. */
    void addTaste(int item, float[] to) {
        for (int t = 0; t < TASTES; t++) {
            to[t] += taste[item * TASTES + t];
        }
    }

    /** How fashionable an item is: 0.25 to 1, highest on its peak day. */
    double trend(int item, long timeMs) {
        double days = (timeMs - ShopSpec.START_MS) / (double) ShopSpec.DAY_MS - peakDay[item];
        return 0.25 + 0.75 * Math.exp(-days * days / (2 * 30 * 30));
    }

    /** How well known an item is, on a logarithmic scale: 1 for the most popular one, near 0 for the least. */
    double fame(int item) {
        double weight = weightBefore[item + 1] - weightBefore[item];
        double most = Math.pow(POPULARITY_FLOOR, -POPULARITY_POWER);
        double least = Math.pow(spec.itemsSeen() + POPULARITY_FLOOR, -POPULARITY_POWER);
        return Math.log(weight / least) / Math.log(most / least);
    }

    /** Draws an item of the shop by popularity. */
    int popular(SplittableRandom random) {
        return between(random, 0, spec.itemsSeen());
    }

    /** Draws an item of a category by popularity; of the whole shop when the category has none. */
    int popularIn(SplittableRandom random, int category) {
        int from = categoryStart[category];
        int to = categoryStart[category + 1];
        return from == to ? popular(random) : between(random, from, to);
    }

    /** The price in a week, in the shop's currency. */
    public double price(int item, int week) {
        double base = Math.exp(2 + 3.5 * Mix.unit(spec.seed(), PRICE_KIND, item));
        int step = (int) (Mix.unit(spec.seed(), PRICE_KIND + 100 + week / 4, item) * 5) - 2;
        return Math.round(base * (1 + 0.05 * step) * 1000) / 1000.0;
    }

    /** Whether an item is in stock in a week. */
    public boolean isAvailable(int item, int week) {
        return Mix.unit(spec.seed(), STOCK_KIND + 1000 + week, item) >= OUT_OF_STOCK;
    }

    /** The week of a time, from 0. */
    public static int week(long timeMs) {
        return (int) ((timeMs - ShopSpec.START_MS) / ShopSpec.WEEK_MS);
    }

    /** A shopper who comes after the log's last day. */
    public Shopper shopper(long shopperSeed) {
        return new Shopper(this, shopperSeed);
    }

    private int between(SplittableRandom random, int from, int to) {
        double at = weightBefore[from] + random.nextDouble() * (weightBefore[to] - weightBefore[from]);
        int found = Arrays.binarySearch(weightBefore, from, to, at);
        return Math.min(to - 1, found >= 0 ? found : -found - 2);
    }

    private static int[] categorySizes(SplittableRandom random, int categories, int seen) {
        double[] size = new double[categories];
        double total = 0;
        for (int c = 0; c < categories; c++) {
            size[c] = 1 / (1 + 10 * random.nextDouble() * random.nextDouble() + c * 0.02);
            total += size[c];
        }
        int[] start = new int[categories + 1];
        double before = 0;
        for (int c = 0; c < categories; c++) {
            before += size[c];
            start[c + 1] = (int) Math.round(before / total * seen);
        }
        start[categories] = seen;
        return start;
    }

    private float[] tastes(int categories) {
        float[][] center = new float[categories][];
        for (int c = 0; c < categories; c++) {
            SplittableRandom random = Mix.random(spec.seed(), CATEGORY_KIND, c + 1L);
            float[] own = Taste.unitVector(random);
            center[c] = parent[c] < 0 ? own : Taste.blend(center[parent[c]], 0.5f, own);
        }
        float[] vectors = new float[category.length * TASTES];
        for (int item = 0; item < category.length; item++) {
            int line = item < spec.itemsSeen() ? lineStart(item) : item;
            float[] ofLine = Taste.unitVector(Mix.random(spec.seed(), ITEM_KIND, -1L - line));
            float[] own = Taste.unitVector(Mix.random(spec.seed(), ITEM_KIND, item));
            float[] vector = Taste.blend(Taste.blend(center[category[item]], 0.6f, ofLine), 0.75f, own);
            System.arraycopy(vector, 0, vectors, item * TASTES, TASTES);
        }
        return vectors;
    }

    private static int[] permutation(SplittableRandom random, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
