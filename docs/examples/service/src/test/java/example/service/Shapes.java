package example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** openapi.json, to check answers against. */
final class Shapes {
  static final JsonNode SPEC = spec();

  private Shapes() {}

  private static JsonNode spec() {
    try (InputStream in = Shapes.class.getResourceAsStream("/page/openapi.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks that an answer is one that the operation may give, and reads it. */
  static JsonNode check(String method, String path, Wire.Reply reply) throws IOException {
    String route = path.split("\\?", 2)[0];
    JsonNode operation =
        SPEC.path("paths").path(route).path(method.toLowerCase(java.util.Locale.ROOT));
    JsonNode response = operation.path("responses").path(Integer.toString(reply.status()));
    assertEquals(
        false,
        response.isMissingNode(),
        method + " " + path + " may not give " + reply.status() + ": " + reply.text());
    if (response.has("$ref")) {
      response = SPEC.at(response.get("$ref").asText().substring(1));
    }
    String type = reply.headers().get("content-type");
    assertNotNull(type, "no content type");
    JsonNode content = response.path("content").path(type.split(";")[0]);
    assertEquals(false, content.isMissingNode(), path + " may not give " + type);
    JsonNode body = new ObjectMapper().readTree(reply.body());
    ObjectNode schema = content.get("schema").deepCopy();
    schema.set("components", SPEC.get("components"));
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema)
            .validate(body),
        reply.text());
    return body;
  }
}
