package initialkeys.infra.release.template;

import java.util.List;

/**
 * What a template contains besides JSON while it is put together: text in which references stand,
 * and values that depend on parameters.
 */
public sealed interface Part {

  /** In place of a value that some variants lack. */
  record Absent() implements Part {}

  /** The value of a parameter. */
  record Reference(String parameter) implements Part {}

  /** The entries of a parameter that is a list. */
  record Entries(String parameter) implements Part {}

  /** One of two values, by a condition of the template. */
  record Either(String condition, Object then, Object otherwise) implements Part {}

  /** An intrinsic function of the synthesized template in the middle of text. */
  record Function(Object function) implements Part {}

  /**
   * Text in which references and functions stand.
   *
   * @param pieces text, {@link Reference}, {@link Function} and {@link Either}
   */
  record Text(List<Object> pieces) implements Part {}

  /** JSON as text. */
  record JsonText(Object value) implements Part {}
}
