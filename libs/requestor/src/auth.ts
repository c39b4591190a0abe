/**
 * The Authorization header of HTTP Basic, the one scheme Requestor's pages name: login and password of an existing user,
 * as UTF-8 (RFC 7617), so that a password with diacritics is the one the person typed. Throws TypeError for a user name
 * with a colon or for control characters, which the scheme cannot carry.
 */
export function basicAuthorization(username: string, password: string): string {
  if (username === "" || username.includes(":")) {
    throw new TypeError("Requestor's user name must not be empty or contain a colon: HTTP Basic cannot carry it.");
  }
  if (/\p{Cc}/u.test(username + password)) {
    throw new TypeError("Requestor's user name and password must not contain control characters.");
  }
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
