package example.service;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Starts the service from the command line. */
public final class Main {
  private Main() {}

  /** Runs until it is stopped. Exits with 2 if the options or the model cannot be used. */
  public static void main(String[] args) throws IOException {
    try (InputStream logging = Main.class.getResourceAsStream("/logging.properties")) {
      LogManager.getLogManager().readConfiguration(logging);
    }
    Options options = new Options();
    CommandLine line = new CommandLine(options);
    try {
      if (CommandLine.printHelpIfRequested(line.parseArgs(args))) {
        return;
      }
      Service service = Service.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
    } catch (ParameterException | InputException e) {
      System.err.println("service: " + e.getMessage());
      System.exit(2);
    }
  }
}
