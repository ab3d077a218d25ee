package initialkeys.cli.report;

import java.io.StringWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML whose texts and attribute values are escaped, all of them: there is no method that
 * writes markup.
 */
final class HtmlWriter {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** Characters that change the direction of a text, and other invisible ones. */
  private static final Pattern FORMAT = Pattern.compile("\\p{Cf}");

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  HtmlWriter() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeDTD("<!DOCTYPE html>\n");
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  HtmlWriter open(String element, String... attributes) {
    return write(
        () -> {
          xml.writeStartElement(element);
          writeAttributes(attributes);
        });
  }

  /** Closes the element that was opened last. */
  HtmlWriter close() {
    return write(xml::writeEndElement);
  }

  /** Closes it, and ends the line. */
  HtmlWriter closeLine() {
    close();
    return write(() -> xml.writeCharacters("\n"));
  }

  /** Adds a text. */
  HtmlWriter text(String text) {
    String line = CONTROL.matcher(text).replaceAll(" ");
    return write(
        () ->
            xml.writeCharacters(
                FORMAT
                    .matcher(line)
                    .replaceAll(
                        format ->
                            String.format(
                                Locale.ROOT, "[U+%04X]", format.group().codePointAt(0)))));
  }

  /** Adds an element that contains a text. */
  HtmlWriter element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Adds an element that never contains anything, such as meta. */
  HtmlWriter empty(String element, String... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(element);
          writeAttributes(attributes);
        });
  }

  private void writeAttributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private HtmlWriter write(Step step) {
    try {
      step.run();
      return this;
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes a part. */
  private interface Step {
    void run() throws XMLStreamException;
  }

  /** All that was written. */
  String html() {
    write(xml::flush);
    return text.append('\n').toString();
  }
}
