package example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.ModelFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients may not do. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LimitsTest {
  private static final String HEAD = "POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\n";
  private static final String BODY = "{\"ratings\": {\"1\": 5}}";
  private static final int MEGABYTE = 1 << 20;

  @TempDir static Path folder;

  /** Gives a client three seconds. */
  private static Service service;

  /** Gives a client all the time that it needs to send much on a busy machine. */
  private static Service patient;

  @BeforeAll
  static void start() {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(Sample.model(1), file);
    Options options = Sample.options(file);
    patient = Service.start(options);
    options.maxSeconds = 3;
    service = Service.start(options);
  }

  @AfterAll
  static void stop() {
    service.close();
    patient.close();
  }

  private static void assertProblem(int status, Wire.Reply reply) {
    assertEquals(status, reply.status(), reply.text());
    assertEquals(Problems.TYPE, reply.headers().get("content-type"), reply.text());
    assertTrue(reply.text().contains("\"status\":" + status), reply.text());
    assertFalse(reply.text().contains("xception"), reply.text());
  }

  @Test
  void refusesABodyOf100MegabytesOnceItIsSent() throws IOException {
    try (Wire wire = new Wire(patient.port())) {
      wire.send(HEAD + "Content-Length: " + 100 * MEGABYTE + "\r\n\r\n");
      byte[] part = new byte[MEGABYTE];
      for (int sent = 0; sent < 100; sent++) {
        wire.send(part);
      }
      Wire.Reply reply = wire.read();
      assertProblem(413, reply);
      assertEquals("close", reply.headers().get("connection"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void refusesABodyOf100MegabytesInChunks() throws IOException {
    try (Wire wire = new Wire(patient.port())) {
      wire.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] part = new byte[MEGABYTE];
      for (int sent = 0; sent < 100; sent++) {
        wire.send(Integer.toHexString(MEGABYTE) + "\r\n");
        wire.send(part);
        wire.send("\r\n");
      }
      wire.send("0\r\n\r\n");
      assertProblem(413, wire.read());
    }
  }

  @Test
  void refusesALongBodyBeforeItIsSentIfTheClientAsks() throws IOException {
    try (Wire wire = new Wire(patient.port())) {
      wire.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + 100 * MEGABYTE + "\r\n\r\n");
      assertProblem(413, wire.read());
    }
    try (Wire wire = new Wire(patient.port())) {
      wire.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
      assertEquals(100, wire.read().status());
      wire.send(BODY);
      assertEquals(200, wire.read().status());
    }
  }

  @Test
  void takesABodyOfExactlyTheLimit() throws IOException {
    String padded = BODY + " ".repeat(65_536 - BODY.length());
    assertEquals(200, Wire.post(patient.port(), "/v1/recommendations", padded).status());
    assertProblem(413, Wire.post(patient.port(), "/v1/recommendations", padded + " "));
  }

  @Test
  void refusesABodyThatComesByteByByte() throws Exception {
    try (Wire wire = new Wire(service.port())) {
      wire.send(HEAD + "Content-Length: 1000\r\n\r\n");
      while (!wire.hasAnswer()) {
        wire.send(" ");
        Thread.sleep(100);
      }
      assertProblem(408, wire.read());
    }
  }

  @Test
  void refusesABodyThatNeverComes() throws IOException {
    try (Wire wire = new Wire(service.port())) {
      wire.send(HEAD + "Content-Length: 1000\r\n\r\n");
      assertProblem(408, wire.read());
    }
  }

  @Test
  void refusesAHeadThatComesByteByByte() throws Exception {
    try (Wire wire = new Wire(service.port())) {
      wire.send("GET /v1/model HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      while (!wire.hasAnswer()) {
        wire.send("x");
        Thread.sleep(50);
      }
      assertEquals(408, wire.read().status());
    }
  }

  @Test
  void refusesAHeadThatDoesNotGoOn() throws Exception {
    try (Wire wire = new Wire(service.port())) {
      wire.send("GET /v1/model HTTP/1.1\r\n");
      Thread.sleep(50);
      wire.send("Host: localhost\r\n");
      assertEquals(408, wire.read().status());
      assertTrue(wire.ended());
    }
  }

  @Test
  void keepsAConnectionThatIsIdleBetweenTwoRequests() throws Exception {
    try (Wire wire = new Wire(service.port())) {
      for (int request = 0; request < 2; request++) {
        wire.send(Wire.request("GET", "/v1/model", null));
        assertEquals(200, wire.read().status());
        Thread.sleep(4000);
      }
    }
  }

  @Test
  void answersOthersWhileManyAreSlow() throws IOException {
    List<Wire> slow = new ArrayList<>();
    try {
      for (int c = 0; c < 60; c++) {
        Wire wire = new Wire(patient.port());
        slow.add(wire);
        wire.send(HEAD + "Content-Length: 1000\r\n\r\n ");
      }
      assertEquals(200, Wire.get(patient.port(), "/v1/similar?item=1").status());
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
    }
  }

  @Test
  void refusesAHeadThatIsTooLong() throws IOException {
    try (Wire wire = new Wire(patient.port())) {
      wire.send("GET /v1/model HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9000) + "\r\n\r\n");
      assertProblem(431, wire.read());
    }
    assertProblem(414, Wire.get(patient.port(), "/v1/items?search=" + "x".repeat(9000)));
  }

  @Test
  void refusesWhatIsNotHttp() throws IOException {
    try (Wire wire = new Wire(patient.port())) {
      wire.send("hello\r\n\r\n");
      assertProblem(400, wire.read());
    }
    try (Wire wire = new Wire(patient.port())) {
      wire.send("GET /v1/model HTTP/1.1\r\n\r\n"); // no host
      assertProblem(400, wire.read());
    }
  }

  @Test
  void aClientThatGoesInTheMiddleDoesNoHarm() throws IOException {
    for (int c = 0; c < 100; c++) {
      try (Wire wire = new Wire(patient.port())) {
        wire.send(HEAD + "Content-Length: 1000\r\n\r\n{");
      }
    }
    assertEquals(200, Wire.get(patient.port(), "/v1/model").status());
  }

  @Test
  void listensOnTheLoopbackAddressAlone() throws IOException {
    InetAddress other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(other != null, "this machine has no address but the loopback one");
    for (int port : new int[] {service.port(), service.adminPort()}) {
      assertThrows(ConnectException.class, () -> new Socket(other, port).close());
    }
    Options untouched = new Options();
    new picocli.CommandLine(untouched).parseArgs("--model", "m");
    assertEquals("127.0.0.1", untouched.host);
    assertEquals("127.0.0.1", untouched.adminHost);
  }
}
