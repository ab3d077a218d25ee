/**
 * The packaged function against real counterparts. AWS's runtime interface client runs {@code
 * rule.jar}, and the server of moto is IAM and AWS Config. Everything between them is HTTP, through
 * a server that records what the function sends.
 */
package initialkeys.endtoend;
