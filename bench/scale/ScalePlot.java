import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws what {@code bench/scale/run} measured, log-log, as SVG: {@code java ScalePlot.java results.csv >scale.svg}. */
public final class ScalePlot {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int TOP = 40;
    /** Height of a line of text. */
    private static final int LINE = 14;

    private static final Map<String, String> COLORS = Map.of("duckdb", "#c98500", "duckdb 4 GiB", "#3a9a5b", "spark", "#2a78d6");

    private record Point(double events, double value) {}

    private ScalePlot() {}

    public static void main(String[] args) throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.split(",", -1))
                .toList();
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">%n",
                2 * (WIDTH + LEFT) + 70,
                HEIGHT + 2 * TOP + 20));
        panel(svg, rows, "cpu_s", "CPU seconds of a training", 0);
        panel(svg, rows, "peak_mb", "Peak memory, MiB", WIDTH + LEFT + 20);
        System.out.print(svg.append("</svg>\n"));
    }

    private static void panel(StringBuilder svg, List<String[]> rows, String column, String title, int offset) {
        List<String> header = List.of(rows.get(0));
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (String[] row : rows.subList(1, rows.size())) {
            lines.computeIfAbsent(row[header.indexOf("engine")], engine -> new ArrayList<>())
                    .add(new Point(
                            Double.parseDouble(row[header.indexOf("events")]),
                            Double.parseDouble(row[header.indexOf(column)])));
        }
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        double x0 = Math.floor(Math.log10(all.stream().mapToDouble(Point::events).min().orElse(1)));
        double x1 = Math.ceil(Math.log10(all.stream().mapToDouble(Point::events).max().orElse(10)));
        double y0 = Math.floor(Math.log10(all.stream().mapToDouble(Point::value).min().orElse(1)));
        double y1 = Math.ceil(Math.log10(all.stream().mapToDouble(Point::value).max().orElse(10)));
        text(svg, offset + LEFT, TOP - 16, "start", title);
        for (double x = x0; x <= x1; x++) {
            double at = offset + LEFT + WIDTH * (x - x0) / (x1 - x0);
            line(svg, at, TOP, at, TOP + HEIGHT);
            text(svg, at, TOP + HEIGHT + 18, "middle", label(x));
        }
        text(svg, offset + LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", "events");
        for (double y = y0; y <= y1; y++) {
            double at = TOP + HEIGHT * (y1 - y) / (y1 - y0);
            line(svg, offset + LEFT, at, offset + LEFT + WIDTH, at);
            text(svg, offset + LEFT - 8, at + 4, "end", label(y));
        }
        List<Double> named = new ArrayList<>();
        lines.forEach((engine, points) -> {
            StringBuilder path = new StringBuilder();
            double x = 0;
            double y = 0;
            for (Point point : points) {
                x = offset + LEFT + WIDTH * (Math.log10(point.events()) - x0) / (x1 - x0);
                y = TOP + HEIGHT * (y1 - Math.log10(point.value())) / (y1 - y0);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", path.length() == 0 ? "M" : "L", x, y));
                svg.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n", x, y, COLORS.get(engine)));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                    path.toString().strip(),
                    COLORS.get(engine)));
            text(svg, x + 8, free(y + 4, named), "start", engine);
        });
    }

    /** The height nearest to the one wanted where a name covers no other; all names begin at about the same place. */
    private static double free(double wanted, List<Double> taken) {
        double y = wanted;
        for (int step = 1; isTaken(y, taken); step++) {
            y = wanted + (step % 2 == 0 ? -1 : 1) * (step + 1) / 2 * LINE;
        }
        taken.add(y);
        return y;
    }

    private static boolean isTaken(double y, List<Double> taken) {
        return taken.stream().anyMatch(other -> Math.abs(other - y) < LINE);
    }

    private static String label(double power) {
        return String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#808080\" stroke-opacity=\"0.25\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }
}
