package initialkeys.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what long work is doing: on a terminal in one line that is replaced and in the end erased,
 * elsewhere as a line now and then. Work of any thread states what it does; nothing is printed for
 * work that ends at once.
 */
public final class Progress implements AutoCloseable {

  private static final Duration LIVE_INTERVAL = Duration.ofMillis(300);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean isLive;
  private volatile Supplier<String> stated = () -> "";
  private volatile Optional<Count> count = Optional.empty();
  private String printed = "";
  private boolean isClosed;
  private Optional<Thread> printer = Optional.empty();

  private Progress(PrintStream err, boolean isLive) {
    this.err = err;
    this.isLive = isLive;
  }

  /** How much of the work is done. */
  public record Count(long done, long all, String unit) {}

  /** Prints on standard error until it is closed. */
  public static Progress on(Terminal terminal) {
    Progress progress = new Progress(terminal.err(), terminal.isErrLive());
    progress.printer = Optional.of(Thread.ofVirtual().start(progress::printUntilInterrupted));
    return progress;
  }

  /** Prints nothing: the progress of work that is a part of other work. */
  public static Progress none() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false);
  }

  /** Without a thread that prints: {@link #print} does. */
  static Progress manual(PrintStream err, boolean isLive) {
    return new Progress(err, isLive);
  }

  /** What the work is doing, as a short text. */
  public void state(String work) {
    state(() -> work);
  }

  /** What the work is doing, as a short text that is read again each time it is printed. */
  public void state(Supplier<String> work) {
    count = Optional.empty();
    stated = work;
  }

  /** How much of the work is done. */
  public void count(long done, long all, String unit) {
    state(counted(done, all, unit));
    count = Optional.of(new Count(done, all, unit));
  }

  /** How much of the work is done, as a short text. */
  public static String counted(long done, long all, String unit) {
    return String.format(Locale.ROOT, "%,d of %,d %s", done, all, unit);
  }

  /** How much of the work is done, where that is what was stated last. */
  public Optional<Count> counted() {
    return count;
  }

  /** What the work was doing last. */
  public String stated() {
    return stated.get();
  }

  private void printUntilInterrupted() {
    try {
      while (true) {
        Thread.sleep(isLive ? LIVE_INTERVAL : LINE_INTERVAL);
        print();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Prints what is stated, unless that was the last line. */
  synchronized void print() {
    String now = stated();
    if (isClosed || now.equals(printed)) return;
    printed = now;
    if (isLive) {
      err.print(ERASE_LINE + now + " …");
      err.flush();
    } else {
      err.println(now + " …");
    }
  }

  /** Ends the work. Nothing is printed afterwards. */
  @Override
  public void close() {
    printer.ifPresent(Thread::interrupt);
    synchronized (this) {
      isClosed = true;
      if (isLive && !printed.isEmpty()) err.print(ERASE_LINE);
      err.flush();
    }
  }
}
