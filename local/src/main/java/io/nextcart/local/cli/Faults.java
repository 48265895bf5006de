package io.nextcart.local.cli;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.data.WireName;
import io.nextcart.data.log.ExportFormat;
import io.nextcart.data.log.LogTimes;
import io.nextcart.local.demo.TrialDemo;
import io.nextcart.training.sql.SqlEngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Turns an exception into one line for people, and an exit code. */
final class Faults {
    /** Picocli's words before the message of a converter that says what was expected. */
    private static final Pattern INVALID =
            Pattern.compile("Invalid value for option '([^']+)'[^:]*: (?='.*', expected )", Pattern.DOTALL);

    private Faults() {}

    static int onExecution(Exception e, CommandLine command, ParseResult unused) {
        PrintWriter err = command.getErr();
        if (e instanceof IOException io) {
            err.println(line(FileFault.describe(io)));
        } else if (e instanceof UncheckedIOException io && isBare(io)) {
            err.println(line(FileFault.describe(requireNonNull(io.getCause(), "it wraps one"))));
        } else if (e instanceof BadInputException
                || e instanceof UncheckedIOException
                || e instanceof SqlEngineException) {
            err.println(line(e.getMessage()));
        } else if (e instanceof InterruptedException) {
            err.println(line("interrupted"));
        } else {
            err.println(line("this is a bug; please report it with the following"));
            e.printStackTrace(err);
        }
        return e instanceof BadInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    /** Whether an exception says no more than its cause. */
    private static boolean isBare(UncheckedIOException e) {
        return String.valueOf(e.getCause()).equals(e.getMessage());
    }

    static int onParameters(ParameterException e, String[] unused) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr()
                .println(line(INVALID.matcher(String.valueOf(e.getMessage())).replaceFirst("$1 is ")) + "; see " + name
                        + " --help");
        return ExitCode.BAD_INPUT;
    }

    /** Has numbers, dates and names of options refused in words for people. */
    static void convert(CommandLine command) {
        convert(command, ExportFormat.class);
        convert(command, LogTimes.Unit.class);
        convert(command, TrialDemo.Kind.class);
        command.registerConverter(int.class, of(Integer::valueOf, "a whole number"))
                .registerConverter(long.class, of(Long::valueOf, "a whole number"))
                .registerConverter(double.class, of(Double::valueOf, "a number such as 0.5"))
                .registerConverter(LocalDate.class, of(LocalDate::parse, "a date such as 2026-03-01"));
    }

    private static <E extends Enum<E> & WireName> void convert(CommandLine command, Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants()).map(WireName::wireName).collect(Collectors.joining(", "));
        command.registerConverter(
                type,
                text -> WireName.find(type, text.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> new TypeConversionException("'" + text + "', expected " + names)));
    }

    private static <T> ITypeConverter<T> of(Function<String, T> parser, String expected) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException | DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "', expected " + expected);
            }
        };
    }

    private static String line(@Nullable String message) {
        return "nextcart: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
