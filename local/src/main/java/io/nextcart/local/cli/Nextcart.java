package io.nextcart.local.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code nextcart}. */
@Command(
        name = "nextcart",
        description = "A recommender that a web shop owns: learns from its event log, answers in milliseconds.",
        mixinStandardHelpOptions = true,
        version = "nextcart 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        // A subcommand of the launcher itself.
        footer = "%nIn a source tree also: nextcart localstack up|down, the AWS stacks in Docker"
                + " (docs/localstack.md).",
        // The only list of commands.
        subcommands = {
            DemoCommand.class,
            GenerateCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            CompactCommand.class,
            ExportUserCommand.class,
            LiftCommand.class,
            PipelineCommand.class,
            EvaluateCommand.class,
            ReportCommand.class,
            BatchCommand.class,
            ModelsCommand.class,
            ServeCommand.class,
            SendCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class
        })
public final class Nextcart implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] args) {
        ConsoleLog.install();
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(out, true, Charset.defaultCharset()));
        System.exit(run(commandLine(), out, args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Nextcart());
        commandLine.setExecutionExceptionHandler(Faults::onExecution);
        commandLine.setParameterExceptionHandler(Faults::onParameters);
        Faults.convert(commandLine);
        commandLine.registerConverter(Share.class, Share::parse);
        return commandLine;
    }

    /** Runs a command that prints to {@code out}; output that is lost is a failure. */
    static int run(CommandLine commandLine, StandardOutput out, String... args) {
        int code = run(commandLine, args);
        commandLine.getOut().flush();
        if (out.fault().isEmpty()) {
            return code;
        }
        commandLine
                .getErr()
                .println("nextcart: standard output cannot be written: "
                        + out.fault().get());
        return code == ExitCode.OK ? ExitCode.FAILED : code;
    }

    private static int run(CommandLine commandLine, String[] args) {
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            commandLine
                    .getErr()
                    .println("nextcart: the memory is not enough (" + e.getMessage()
                            + "); allow twice as much with NEXTCART_JAVA_OPTS=-Xmx"
                            + 2 * (Runtime.getRuntime().maxMemory() >> 20)
                            + "m; docs/scale.md says what a large log needs");
            return ExitCode.FAILED;
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
