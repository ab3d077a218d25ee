package initialkeys.infra.release;

import initialkeys.infra.release.parameter.ConditionalValues;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.SampleSearch;
import initialkeys.infra.release.parameter.TemplateParameters;
import initialkeys.infra.release.template.Merge;
import initialkeys.infra.release.template.References;
import initialkeys.infra.release.template.Rendering;
import initialkeys.infra.release.template.Simplification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a template of a release together from the CDK app's own templates: it is synthesized with
 * samples in place of the parameters' values and with every switch on and off, and what differs
 * becomes a condition.
 */
final class TemplateBuilder {

  private final ReleaseTemplate template;
  private final Variants variants;
  private final List<Input> inputs;
  private final SampleSearch samples;
  private final Switches switches;
  private final ConditionalValues conditionalValues = new ConditionalValues();
  private final TemplateConditions conditions;

  TemplateBuilder(ReleaseTemplate template, Variants variants) {
    this(template, variants, template.inputs());
  }

  /** With these inputs only; all other settings have their defaults. */
  TemplateBuilder(ReleaseTemplate template, Variants variants, List<Input> inputs) {
    this.template = template;
    this.variants = variants;
    this.inputs = List.copyOf(inputs);
    samples = new SampleSearch(inputs);
    switches = new Switches(template, variants, inputs);
    conditions = new TemplateConditions(inputs);
  }

  /** The template. */
  Map<String, Object> build(String version) {
    findChoices();
    switches.keepRelevant();
    Map<Set<String>, Object> observed = new LinkedHashMap<>();
    for (Set<String> on : switches.combinations()) {
      observed.put(on, conditionalValues.in(synthesized(switches.settings(on))));
    }
    Merge merge =
        new Merge(switches.keys(), key -> conditions.switchedOn(switches.byKey().get(key)));
    Map<String, Object> merged = new LinkedHashMap<>();
    for (String section : Merge.keys(observed)) {
      Map<Set<String>, Object> values = Merge.member(observed, section);
      merged.put(
          section,
          switch (section) {
            case "Resources", "Outputs" -> entries(values, merge, true);
            case "Conditions" -> entries(values, merge, false);
            default -> merge.of(values);
          });
    }
    return finished(merged, version);
  }

  /** Inputs that decide values only are no switches. */
  private void findChoices() {
    Set<String> all = switches.allOn();
    for (Input input : inputs) {
      if (input.choices().isEmpty()) continue;
      List<Map<String, Object>> series = new ArrayList<>();
      for (Set<String> on : List.of(Set.<String>of(), all)) series.add(byChoice(input, on));
      if (conditionalValues.add(input, series)) switches.remove(input);
    }
  }

  private Map<String, Object> byChoice(Input input, Set<String> on) {
    Map<String, Object> byChoice = new LinkedHashMap<>();
    for (String choice : someChoices(input)) {
      Map<String, String> settings = switches.settings(on, input, choice);
      if (variants.rejection(settings).isEmpty()) byChoice.put(choice, synthesized(settings));
    }
    return byChoice;
  }

  /** Of many, three show whether the value is that of the input; if it is not, building fails. */
  private static List<String> someChoices(Input input) {
    List<String> all = input.choices();
    return all.size() <= 6
        ? all
        : List.of(ConditionalValues.base(input), all.getFirst(), all.getLast());
  }

  private Object synthesized(Map<String, String> settings) {
    return new SynthesizedTemplate(variants.template(template.stack(), settings))
        .without(samples, inputs);
  }

  /** Each entry, with a condition where not every variant has it. */
  private Object entries(Map<Set<String>, Object> values, Merge merge, boolean conditional) {
    Map<Set<String>, Object> sections = Merge.present(values);
    Map<String, Object> entries = new LinkedHashMap<>();
    for (String id : Merge.keys(sections)) {
      Map<Set<String>, Object> members = Merge.member(values, id);
      Object entry = merge.of(Merge.present(members));
      String condition = conditional ? conditions.named(merge.presence(members), switches) : "";
      entries.put(id, condition.isEmpty() ? entry : withCondition((Map<?, ?>) entry, condition));
    }
    return entries;
  }

  private static Map<String, Object> withCondition(Map<?, ?> entry, String condition) {
    Map<String, Object> with = new LinkedHashMap<>();
    with.put("Condition", condition);
    entry.forEach((key, value) -> with.put((String) key, value));
    return with;
  }

  private Map<String, Object> finished(Map<String, Object> merged, String version) {
    Map<?, ?> body =
        (Map<?, ?>) Simplification.of(MemberPermissions.in(merged, conditions), Map.of());
    Map<String, Object> rendered = new LinkedHashMap<>();
    for (String section : List.of("Resources", "Outputs")) {
      if (body.containsKey(section)) rendered.put(section, Rendering.of(body.get(section)));
    }
    Map<String, Object> used = conditions.usedIn(rendered, (Map<?, ?>) body.get("Conditions"));
    Set<String> references = References.in(List.of(used, rendered));
    TemplateParameters parameters = new TemplateParameters();
    if (references.contains(TemplateParameters.BUCKET)) parameters.addCode(version);
    for (Input input : inputs) {
      if (references.contains(input.parameter())) parameters.add(input, template.requires(input));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("AWSTemplateFormatVersion", "2010-09-09");
    result.put("Description", body.get("Description"));
    result.put("Metadata", parameters.metadata());
    result.put("Parameters", parameters.section());
    result.put("Rules", new TemplateRules(variants, switches, parameters).section());
    result.put("Conditions", used);
    result.putAll(rendered);
    result.values().removeIf(section -> section instanceof Map<?, ?> map && map.isEmpty());
    return result;
  }
}
