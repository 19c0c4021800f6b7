// The server's part of an own phone's key (decision 0008) lies in a cookie that a script can read, and so can take away.
// Without a network too: after Leave nothing that this phone keeps opens.
const NAMES = ["heard-part", "__Host-heard-part"];

/** The white sheet of Leave stands: this page is over, whatever of it is still starting. */
export const hasLeft = (): boolean => document.querySelector("html > .veil") !== null;

export function forgetPart(): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  for (const name of NAMES) document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Lax${secure}`;
}
