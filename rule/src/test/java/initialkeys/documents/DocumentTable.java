package initialkeys.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of a document, found by its heading row. */
public final class DocumentTable {

  private DocumentTable() {}

  /** The rows below a heading row: the first cell, and the rest. */
  public static Map<String, String> rows(Path document, String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (List<String> row : cells(document, heading)) {
      rows.merge(
          row.getFirst(),
          String.join(" | ", row.subList(1, row.size())),
          (one, other) -> one + "; " + other);
    }
    return rows;
  }

  static List<List<String>> cells(Path document, String heading) throws IOException {
    return Files.readString(document)
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
        .toList();
  }
}
