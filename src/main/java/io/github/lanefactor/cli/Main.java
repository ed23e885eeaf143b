package io.github.lanefactor.cli;

import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.model.Version;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.train.DivergedException;
import io.github.lanefactor.train.NotEnoughMemoryException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Each command is a class of its own, and {@link #commands} lists them. */
@Command(
    name = "lanefactor",
    description = "Matrix factorisation for recommendations, in pure Java.",
    versionProvider = Main.class,
    footer = {"", "Try: lanefactor demo"})
public final class Main implements Runnable, IVersionProvider {
  /** Something failed. */
  static final int FAILURE = 1;

  /** A wrong argument, or unusable input. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and leave.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and leave.")
  private boolean version;

  private Main() {}

  /** Runs a command and exits with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true"); // plots need no screen
    StandardOutput stdout = new StandardOutput();
    PrintWriter out = writer(stdout);
    PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
    int code = run(out, err, args);
    if (out.checkError()) {
      code = code == 0 ? FAILURE : code;
      if (!stdout.isBrokenPipe()) {
        say(err, code, "cannot write to standard output");
        err.flush();
      }
    }
    System.exit(code);
  }

  /** UTF-8 whatever the machine's settings, as JSON requires. */
  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Remembers why a write failed. */
  private static final class StandardOutput extends FileOutputStream {
    private String failure = "";

    StandardOutput() {
      super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        super.write(bytes, offset, length);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        throw e;
      }
    }

    /** Whether the reader went away, as with "| head", which needs no message. */
    boolean isBrokenPipe() {
      return failure.contains("pipe");
    }
  }

  /**
   * Runs a command.
   *
   * @param out receives its results
   * @param err receives progress, notes and errors; an error is one line, perhaps with a hint
   * @return the exit code: 0, 1 for a failure, 2 for wrong arguments and unusable input
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    // Registering a command takes time. If the first argument names one, the others are not needed.
    Map<String, Supplier<Object>> commands = commands();
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
    }
    line.registerConverter(Path.class, Main::path);
    // "@alice" is somebody's id, and no file of arguments.
    line.setExpandAtFiles(false)
        .setOut(out)
        .setErr(err)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, unused) -> wrongArguments(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return say(err, FAILURE, "out of memory: give Java more with LANEFACTOR_JAVA_OPTS=-Xmx…");
    } catch (NoClassDefFoundError e) {
      return say(err, FAILURE, "this Java lacks " + e.getMessage());
    } catch (Error e) {
      return say(err, FAILURE, e.toString());
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The commands, in the order in which help lists them. */
  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", Demo::new);
    commands.put("explore", Explore::new);
    commands.put("train", Train::new);
    commands.put("evaluate", Evaluate::new);
    commands.put("tune", Tune::new);
    commands.put("similar", Similar::new);
    commands.put("similar-users", SimilarUsers::new);
    commands.put("recommend", Recommend::new);
    commands.put("rated", Rated::new);
    commands.put("update", Update::new);
    commands.put("info", Info::new);
    commands.put("export", Export::new);
    commands.put("download", Download::new);
    commands.put("simulate", Simulate::new);
    commands.put("bench", Bench::new);
    commands.put("convergence", Convergence::new);
    return commands;
  }

  /** A path; in a locale such as C, Java knows no names beyond ASCII. */
  private static Path path(String given) {
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'%s' is no path that this Java can name; start it with LC_ALL=C.UTF-8"
              .formatted(given.replaceAll("\\p{Cntrl}", "?")));
    }
  }

  private static int wrongArguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    say(command.getErr(), USAGE, e.getMessage());
    List<String> meant = List.of();
    if (e instanceof UnmatchedArgumentException unmatched) {
      meant = unmatched.getSuggestions();
    }
    String hint =
        meant.isEmpty()
            ? command.getCommandSpec().qualifiedName() + " --help tells more."
            : "Did you mean: " + String.join(", ", meant) + "?";
    command.getErr().println(hint);
    return USAGE;
  }

  private static int failed(Exception e, PrintWriter err) {
    if (e instanceof InputException) {
      return say(err, USAGE, e.getMessage());
    }
    boolean forPeople =
        e instanceof UncheckedIOException
            || e instanceof UnsupportedOperationException // by plots
            || e instanceof IllegalStateException // by kernels
            || e instanceof DivergedException
            || e instanceof NotEnoughMemoryException;
    return say(err, FAILURE, forPeople ? e.getMessage() : e.toString());
  }

  private static int say(PrintWriter err, int code, String message) {
    err.println("lanefactor: " + message.strip().replaceAll("\\R", " "));
    return code;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "lanefactor " + Version.current(),
      "Java %s, %s".formatted(Runtime.version(), System.getProperty("java.vm.name")),
      Checks.onKernel(KernelChoice.AUTO::describe)
    };
  }
}
