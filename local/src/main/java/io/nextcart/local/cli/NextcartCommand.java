package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.training.input.InputFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Common to every command: help, and the output streams. */
@Command(mixinStandardHelpOptions = true)
abstract class NextcartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    final InputFiles inputs = new InputFiles(System.in);

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (inputs) {
            return run();
        } catch (BadInputException e) {
            throw inputs.named(e);
        }
    }

    /** Runs the command; returns an {@link ExitCode}. */
    abstract int run() throws IOException, InterruptedException;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a line and flushes it. */
    final void say(String line) {
        out().println(line);
        out().flush();
    }

    final void say(String format, Object... values) {
        say(String.format(Locale.ROOT, format, values));
    }

    final ConsoleProgress progress() {
        return ConsoleProgress.open(err());
    }
}
