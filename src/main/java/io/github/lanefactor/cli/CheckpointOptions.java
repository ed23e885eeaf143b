package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How a training is saved while it goes on, and how a saved one goes on. */
final class CheckpointOptions {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,6})(ms|s|m|h)");
  private static final Pattern STEPS = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Save the training to this file now and then, and when Ctrl-C or SIGTERM stops it."
              + " It is deleted once the model is written.")
  private Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "30s|N",
      defaultValue = "30s",
      description =
          "The time from one checkpoint to the next (ms, s, m, h), or the number of steps or sweeps"
              + " (default: ${DEFAULT-VALUE}).")
  private String every;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on from a checkpoint, with the same ratings and settings, and save to the same file"
              + " unless --checkpoint names another. The model is the same as without a break.")
  private Path resume;

  /** The file that checkpoints are written to, if they are. */
  Optional<Path> file() {
    return Optional.ofNullable(checkpoint == null ? resume : checkpoint);
  }

  /** Tells of the files that are read and written. */
  void files(Outputs outputs) {
    if (resume != null && !Files.isRegularFile(resume)) {
      throw new InputException(resume + ": expected a checkpoint, found no such file");
    }
    boolean goesOn = resume != null && (checkpoint == null || Outputs.isSame(resume, checkpoint));
    if (goesOn) {
      outputs.writes(resume);
    } else {
      outputs.reads(resume);
      outputs.creates(checkpoint, "--resume goes on from it, --force starts anew");
    }
  }

  /**
   * Sets a trainer.
   *
   * @throws InputException if the time between checkpoints cannot be read
   */
  void set(Trainer trainer) {
    Path file = file().orElse(null);
    trainer.resume(resume);
    Matcher time = TIME.matcher(every);
    if (STEPS.matcher(every).matches()) {
      trainer.checkpoint(file, Integer.parseInt(every));
    } else if (time.matches()) {
      Duration unit = UNITS.get(time.group(2));
      trainer.checkpoint(file, unit.multipliedBy(Long.parseLong(time.group(1))));
    } else {
      throw new InputException(
          "--checkpoint-every: expected a time such as 30s or a number of steps, found " + every);
    }
  }

  /** Deletes the checkpoint of a training that is over. */
  void delete() {
    try {
      if (file().isPresent()) {
        Files.deleteIfExists(file().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file().get() + ": " + e.getMessage(), e);
    }
  }
}
