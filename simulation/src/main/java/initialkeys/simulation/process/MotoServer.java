package initialkeys.simulation.process;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The server of moto (pip install 'moto[server]'), on a free port until it is closed. */
public final class MotoServer implements AutoCloseable {

  /** How to install it. */
  public static final String INSTALL = "pip install 'moto[server]'";

  private static final int MAX_START_ATTEMPTS = 600;

  private final Process process;
  private final URI address;

  public MotoServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  public URI address() {
    return address;
  }

  /** The command, if it is installed. */
  public static Optional<Path> command() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it, and waits until it accepts connections. */
  public static MotoServer start(Path command, Path log) throws IOException, InterruptedException {
    int port = freePort();
    Process process =
        new ProcessBuilder(command.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int tries = 0; tries < MAX_START_ATTEMPTS && process.isAlive(); tries++) {
      if (accepts(port)) return new MotoServer(process, URI.create("http://127.0.0.1:" + port));
      Thread.sleep(100);
    }
    process.destroyForcibly();
    throw new IllegalStateException("moto_server did not start: " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
