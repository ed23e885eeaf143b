package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.model.FactorModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "info", description = "Show a model's shape and how it was trained.")
final class Info implements Runnable {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    FactorModel read = model.read(spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, writer -> write(writer, read));
    } else {
      Map<String, String> lines = new LinkedHashMap<>(shape(read));
      lines.putAll(read.settings().describe());
      lines.putAll(read.origin().describe());
      lines.forEach((name, value) -> out.printf("%-15s %s%n", name, value));
    }
  }

  private static Map<String, String> shape(FactorModel model) {
    Map<String, String> shape = new LinkedHashMap<>();
    shape.put("recipe", model.settings().recipe().name().toLowerCase(Locale.ROOT));
    shape.put("objective", model.objective().name().toLowerCase(Locale.ROOT));
    shape.put("users", Integer.toString(model.catalogue().users()));
    shape.put("items", Integer.toString(model.catalogue().items()));
    shape.put(
        "ratings",
        model.history().map(ratings -> Integer.toString(ratings.size())).orElse("left out"));
    shape.put("factors", Integer.toString(model.factors()));
    model.userPrior().ifPresent(prior -> shape.put("user features", prior.describe()));
    model.itemPrior().ifPresent(prior -> shape.put("item features", prior.describe()));
    return shape;
  }

  private static void write(JsonWriter writer, FactorModel model) throws IOException {
    writer.beginObject();
    writeValues(writer, shape(model));
    writer.name("settings").beginObject();
    writeValues(writer, model.settings().describe());
    writeValues(writer, model.origin().describe());
    writer.endObject();
    writer.endObject();
  }

  private static void writeValues(JsonWriter writer, Map<String, String> values)
      throws IOException {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      writer.name(entry.getKey());
      if (NUMBER.matcher(entry.getValue()).matches()) {
        writer.jsonValue(entry.getValue());
      } else {
        writer.value(entry.getValue());
      }
    }
  }
}
