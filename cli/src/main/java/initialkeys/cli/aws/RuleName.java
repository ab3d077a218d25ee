package initialkeys.cli.aws;

import initialkeys.decision.CisControl;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.Owner;
import software.amazon.awssdk.services.config.model.Source;

/**
 * The name of a rule as a person gives it: its name in the account, or that of the organization
 * rule for which AWS Config has generated it, OrgConfigRule-name-12345678 (F31).
 *
 * @param given the name of the control stands for the default name of an organization rule too
 */
public record RuleName(String given) {

  /** The default of the setting organizationRuleName. */
  static final String OF_ORGANIZATION = "iam-user-console-and-api-access";

  private static final Pattern GENERATED = Pattern.compile("OrgConfigRule-(.+)-[a-z0-9]{8}");

  /** Whether a rule of any account of the Organization is deployed as this one. */
  public boolean isOf(String configRuleName) {
    return bases()
        .anyMatch(
            base ->
                configRuleName.equals(base)
                    || base(configRuleName).filter(base::equals).isPresent());
  }

  /** Whether AWS Config has generated it for an organization rule. */
  public boolean isGenerated() {
    return base(given).isPresent();
  }

  private Stream<String> bases() {
    Stream<String> names = Stream.concat(Stream.of(given), base(given).stream());
    return given.equals(CisControl.NAME) ? Stream.concat(names, Stream.of(OF_ORGANIZATION)) : names;
  }

  private static Optional<String> base(String configRuleName) {
    return Optional.of(GENERATED.matcher(configRuleName))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /**
   * The rules of an account that this can mean: the one of exactly this name, or else those whose
   * names AWS Config has generated. More than one organization rule may have had the name.
   */
  public List<ConfigRule> find(ConfigClient config) {
    List<ConfigRule> exact = named(config);
    return exact.isEmpty() ? generated(config) : exact;
  }

  /** What else a rule of this name is: not one that invokes a function, as this rule does. */
  public static Optional<String> otherSource(ConfigRule rule) {
    Source source = rule.source();
    if (source == null) return Optional.of("none");
    return source.owner() == Owner.CUSTOM_LAMBDA
        ? Optional.empty()
        : Optional.of(
            Stream.of(source.ownerAsString(), source.sourceIdentifier())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" ")));
  }

  private List<ConfigRule> named(ConfigClient config) {
    try {
      return config.describeConfigRules(it -> it.configRuleNames(given)).configRules();
    } catch (NoSuchConfigRuleException none) {
      return List.of();
    }
  }

  private List<ConfigRule> generated(ConfigClient config) {
    return config.describeConfigRulesPaginator(it -> {}).stream()
        .flatMap(page -> page.configRules().stream())
        .filter(rule -> base(rule.configRuleName()).isPresent() && isOf(rule.configRuleName()))
        .toList();
  }
}
