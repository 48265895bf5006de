package io.nextcart.spark;

import io.nextcart.data.BadInputException;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.sql.SqlEngineException;
import io.nextcart.training.sql.SqlScript;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Apache Spark, in this process or on a cluster: every table is a folder of Parquet files below a warehouse that the
 * driver and all executors reach. Uneven keys are Spark's to handle: adaptive execution splits a skewed join, and the
 * limit of {@code top_neighbors} is applied before the shuffle, so a popular item sends no more than its share. Spark
 * is Scala and throws checked exceptions that no signature declares, hence the broad catches. Rows are sent and read as
 * Spark keeps them, which is quicker than its public rows, and goes with Spark 3.5.
 */
public final class SparkEngine implements SqlEngine {
    /** Spark's setting for a folder that all machines reach; in one process it is the work folder unless set. */
    public static final String WAREHOUSE = "spark.nextcart.warehouse";

    /** Variables of the driver that say where S3 is. Credentials are the executors' own. */
    private static final Set<String> OF_EXECUTORS_TOO =
            Set.of("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3");

    /** One thread's share of a shuffle, in tasks. */
    private static final int TASKS_OF_A_THREAD = 2;

    private final SparkSession spark;
    private final String warehouse;

    private SparkEngine(SparkSession spark, String warehouse) {
        this.spark = spark;
        this.warehouse = warehouse;
    }

    /**
     * Starts an empty database: on the cluster to which the program was submitted, else in this process.
     *
     * @param workFolder where it may spill; created when missing
     * @param threads of this process, at least 1; a cluster has its own number
     * @param memoryBytes not used: Spark's memory is that of its processes
     * @throws BadInputException when a cluster has no warehouse
     * @throws SqlEngineException when Spark does not start
     */
    public static SparkEngine start(Path workFolder, int threads, long memoryBytes) {
        if (threads < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", memoryBytes is " + memoryBytes + ", expected at least 1");
        }
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.master", "local[" + threads + "]")
                .setIfMissing("spark.app.name", "nextcart-training")
                // Answers are bounded by the training's own samples.
                .setIfMissing("spark.driver.maxResultSize", "0")
                .set("spark.sql.session.timeZone", "UTC")
                // What does not fit a type is an error, as in DuckDB, and not a NULL.
                .set("spark.sql.ansi.enabled", "true")
                .set("spark.sql.catalogImplementation", "in-memory")
                .set("spark.sql.sources.default", "parquet")
                .set("spark.sql.legacy.createHiveTableByDefault", "false");
        System.getenv().forEach((name, value) -> {
            if (OF_EXECUTORS_TOO.contains(name)) {
                conf.setIfMissing("spark.executorEnv." + name, value);
            }
        });
        boolean local = conf.get("spark.master").startsWith("local");
        if (local) {
            conf.setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.ui.showConsoleProgress", "false")
                    .setIfMissing("spark.local.dir", workFolder.toString())
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                    .setIfMissing("spark.sql.shuffle.partitions", Integer.toString(TASKS_OF_A_THREAD * threads));
        }
        String parent = conf.get(WAREHOUSE, local ? new org.apache.hadoop.fs.Path(workFolder.toUri()).toString() : "");
        if (parent.isEmpty()) {
            throw new BadInputException(WAREHOUSE + " is not set, expected a folder that the driver and all executors"
                    + " reach, such as hdfs:///folder, s3://bucket/prefix on EMR or s3a://bucket/prefix elsewhere");
        }
        String warehouse = parent + (parent.endsWith("/") ? "" : "/") + "warehouse-" + UUID.randomUUID();
        conf.set("spark.sql.warehouse.dir", warehouse);
        try {
            Files.createDirectories(workFolder);
            return new SparkEngine(SparkSession.builder().config(conf).getOrCreate(), warehouse);
        } catch (IOException e) {
            throw new UncheckedIOException(workFolder + " cannot be used as a work folder", e);
        } catch (Exception e) {
            throw new SqlEngineException("Spark does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isInProcess() {
        return false;
    }

    @Override
    public <P extends Serializable, R extends Serializable> void each(
            List<P> parts, Work<P, R> work, Consumer<R> sink) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int atOnce = Math.max(1, context.defaultParallelism());
        for (int from = 0; from < parts.size(); from += atOnce) {
            List<P> some = List.copyOf(parts.subList(from, Math.min(parts.size(), from + atOnce)));
            List<Integer> places = IntStream.range(0, some.size()).boxed().toList();
            List<byte[]> results;
            try {
                results = context.parallelize(places, places.size())
                        .map(place -> Outcome.of(work, some.get(place)))
                        .collect();
            } catch (Exception e) {
                throw new SqlEngineException("the executors fail: " + e.getMessage(), e);
            }
            for (byte[] result : results) {
                Outcome.pass(result, sink);
            }
        }
    }

    @Override
    public void put(String table, Columns rows) {
        write(table, rows, SaveMode.Overwrite);
    }

    @Override
    public void append(String table, Columns rows) {
        write(table, rows, SaveMode.Append);
    }

    private void write(String table, Columns rows, SaveMode mode) {
        List<StructField> fields = new ArrayList<>();
        rows.byName().forEach((name, column) -> fields.add(DataTypes.createStructField(name, type(column), false)));
        List<Chunk> chunks = Chunk.of(rows);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        try {
            spark.internalCreateDataFrame(
                            context.parallelize(chunks, Math.max(1, chunks.size()))
                                    .flatMap(Chunk::rows)
                                    .rdd(),
                            DataTypes.createStructType(fields),
                            false)
                    .write()
                    .mode(mode)
                    .saveAsTable(table);
        } catch (Exception e) {
            throw SqlEngineException.ofTable(table, e);
        }
    }

    @Override
    public void run(String script, Map<String, ? extends Number> parameters) {
        execute(script, SqlScript.statements(script, parameters));
    }

    @Override
    public Columns read(String script, Map<String, ? extends Number> parameters) {
        List<String> statements = SqlScript.statements(script, parameters);
        int last = statements.size() - 1;
        execute(script, statements.subList(0, last));
        try {
            Dataset<Row> answer = spark.sql(statements.get(last));
            Map<String, List<? extends Number>> columns = new LinkedHashMap<>();
            List<String> types = new ArrayList<>();
            for (StructField field : answer.schema().fields()) {
                columns.put(field.name(), column(script, field));
                types.add(field.dataType().typeName());
            }
            for (byte[] packed : answer.queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(Chunk.packing(types))
                    .collect()) {
                Chunk.unpack(packed, columns.values());
            }
            return new Columns(columns);
        } catch (Exception e) {
            throw SqlEngineException.ofScript(script, e);
        }
    }

    @Override
    public void close() {
        try {
            org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(warehouse);
            place.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(place, true);
        } catch (IOException e) {
            // The model is published by now.
            System.getLogger(SparkEngine.class.getName())
                    .log(System.Logger.Level.WARNING, warehouse + " cannot be deleted; delete it", e);
        } finally {
            spark.stop();
        }
    }

    private void execute(String script, List<String> statements) {
        try {
            statements.forEach(spark::sql);
        } catch (Exception e) {
            throw SqlEngineException.ofScript(script, e);
        }
    }

    private static DataType type(List<? extends Number> column) {
        if (column instanceof IntArrayList) {
            return DataTypes.IntegerType;
        }
        return column instanceof LongArrayList ? DataTypes.LongType : DataTypes.DoubleType;
    }

    private static List<? extends Number> column(String script, StructField field) {
        return switch (field.dataType().typeName()) {
            case "integer" -> new IntArrayList();
            case "long" -> new LongArrayList();
            case "double" -> new DoubleArrayList();
            default ->
                throw new IllegalStateException("script " + script + ".sql yields column " + field.name() + " of type "
                        + field.dataType().typeName() + ", expected INTEGER, BIGINT or DOUBLE");
        };
    }
}
