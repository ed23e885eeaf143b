package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of a second training: those of the first one, some of them with other values. */
@Command
final class Against {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  @Mixin private TrainingOptions training;

  private Against() {}

  /**
   * The options of the second training.
   *
   * @param given the command line with the options of the first
   * @param options what is different, such as {@code --factors 64 --l2 0.1}
   * @throws InputException if these are not options of a training
   */
  static TrainingOptions of(ParseResult given, String options) {
    Against against = new Against();
    CommandLine line = new CommandLine(against).setOverwrittenOptionsAllowed(true);
    List<String> words = new ArrayList<>();
    for (OptionSpec option : given.matchedOptions()) {
      if (line.getCommandSpec().findOption(option.longestName()) != null) {
        option.originalStringValues().forEach(v -> words.add(option.longestName() + "=" + v));
      }
    }
    List<String> own = words(options);
    if (own.isEmpty()) {
      throw new InputException("--against: expected options of the training, found none");
    }
    words.addAll(own);
    try {
      line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new InputException("--against: " + e.getMessage(), e);
    }
    return against.training;
  }

  /** Splits at blanks outside quotes. */
  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(options);
    while (matcher.find()) {
      for (int g = 1; g <= 3; g++) {
        if (matcher.group(g) != null) {
          words.add(matcher.group(g));
        }
      }
    }
    return words;
  }
}
