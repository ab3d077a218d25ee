/**
 * Who is notified of noncompliant users. {@link initialkeys.infra.notification.FindingTopic} is the
 * encrypted topic of an e-mail address. {@link initialkeys.infra.notification.FindingEvents}
 * publishes AWS Config's compliance changes of the rule to it and to a given topic, in the
 * function's account and, with the member role, in each member account.
 */
package initialkeys.infra.notification;
