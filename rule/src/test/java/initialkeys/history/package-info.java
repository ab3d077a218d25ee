/**
 * Laws about results, over all small accounts or over random histories of an account: they depend
 * neither on the credential report nor on what is sent again.
 */
package initialkeys.history;
