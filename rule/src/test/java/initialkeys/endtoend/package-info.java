/**
 * The packaged function among real peers: AWS's own runtime interface client runs {@code rule.jar},
 * moto's server is IAM and AWS Config, and all between them is HTTP. What the function sends is
 * read off the wire.
 */
package initialkeys.endtoend;
