/** One invocation: reads the facts, decides, sends the results, and respects the deadline. */
package initialkeys.run;
