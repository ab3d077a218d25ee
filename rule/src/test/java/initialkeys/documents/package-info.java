/** The documents, compared with the code and with each other. */
package initialkeys.documents;
