package example.service;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be set: by options, or by environment variables, which containers prefer. */
@Command(
    name = "service",
    description = "Serves recommendations from a model of lanefactor over HTTP.",
    mixinStandardHelpOptions = true,
    version = "lanefactor's example of a service",
    showDefaultValues = true,
    footer = "Each option may also be set by an environment variable: --max-body by MAX_BODY.")
final class Options {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:MODEL}",
      description = "The model to serve, a .safetensors file.")
  Path model;

  @Option(
      names = "--host",
      defaultValue = "${env:HOST:-127.0.0.1}",
      description = "The address to listen on.")
  String host;

  @Option(
      names = "--port",
      defaultValue = "${env:PORT:-8080}",
      description = "The port to listen on; 0 takes a free one.")
  int port;

  @Option(
      names = "--admin-host",
      defaultValue = "${env:ADMIN_HOST:-127.0.0.1}",
      description = "The address for metrics and reloads.")
  String adminHost;

  @Option(
      names = "--admin-port",
      defaultValue = "${env:ADMIN_PORT:-8081}",
      description = "The port for metrics and reloads; 0 takes a free one.")
  int adminPort;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "${env:WATCH:-0}",
      description = "Look this often whether the model file is another one; 0 never looks.")
  int watchSeconds;

  @Option(
      names = "--max-body",
      paramLabel = "BYTES",
      defaultValue = "${env:MAX_BODY:-65536}",
      description = "The longest body of a request.")
  int maxBody;

  @Option(
      names = "--max-seconds",
      paramLabel = "SECONDS",
      defaultValue = "${env:MAX_SECONDS:-5}",
      description = "How long a client may take to send a request.")
  int maxSeconds;

  @Option(
      names = "--idle-seconds",
      paramLabel = "SECONDS",
      defaultValue = "${env:IDLE_SECONDS:-60}",
      description = "How long a connection may be idle between two requests.")
  int idleSeconds;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "${env:MAX_CONNECTIONS:-256}",
      description = "Connections at a time; more wait until one ends.")
  int maxConnections;

  @Option(
      names = "--max-list",
      paramLabel = "N",
      defaultValue = "${env:MAX_LIST:-100}",
      description = "The longest list, and the most ids that a request may exclude.")
  int maxList;

  @Option(
      names = "--max-ratings",
      paramLabel = "N",
      defaultValue = "${env:MAX_RATINGS:-1000}",
      description = "The most ratings of somebody new; folding in takes time for each.")
  int maxRatings;
}
