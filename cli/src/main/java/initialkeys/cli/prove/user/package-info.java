/**
 * The temporary users of a proof: which there are, how each is created and changed, and how all of
 * them are deleted, also those of an earlier proof. {@link initialkeys.cli.prove.user.ProofUsers}
 * creates nothing once the removal has begun, and {@link initialkeys.cli.prove.user.Removal} does
 * not change a user that has anything that no proof has created.
 */
package initialkeys.cli.prove.user;
