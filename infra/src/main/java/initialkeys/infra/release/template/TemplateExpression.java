package initialkeys.infra.release.template;

import java.util.List;

/**
 * A part of a template that is not JSON until {@link Rendering} writes it: text with references to
 * parameters, and values that depend on parameters.
 */
public sealed interface TemplateExpression {

  /** In place of a value that some variants lack. */
  record Absent() implements TemplateExpression {}

  /** The value of a parameter. */
  record Reference(String parameter) implements TemplateExpression {}

  /** The entries of a parameter that is a list. */
  record Entries(String parameter) implements TemplateExpression {}

  /** One of two values, by a condition of the template. */
  record Either(String condition, Object then, Object otherwise) implements TemplateExpression {}

  /** An intrinsic function of the synthesized template in the middle of text. */
  record Function(Object function) implements TemplateExpression {}

  /**
   * Text in which references and functions stand.
   *
   * @param pieces text, {@link Reference}, {@link Function} and {@link Either}
   */
  record Text(List<Object> pieces) implements TemplateExpression {}

  /** JSON as text. */
  record JsonText(Object value) implements TemplateExpression {}
}
