/** This phone and the child signed in on it: an animal instead of a name, and a ticket that adds and opens nothing. */
import { hasLeft } from "../shell/part";
import * as api from "./api";
import type { Owner, Store } from "./store";

/** The animal offered, unless a sister or brother has it on this phone: then the first that nobody has. */
export function freeSign(offered: string, signs: readonly string[], taken: readonly string[]): string {
  const free = [offered, ...signs].filter((sign) => sign !== "" && !taken.includes(sign));
  return free[0] ?? offered;
}

/** Remember the child here before the network is asked: offline they tap their animal. */
export async function remember(root: HTMLElement, store: Store, owner: string, offered: string): Promise<void> {
  const owners = await store.owners();
  const signs = (root.dataset["signs"] ?? "").split(" ");
  const mine = owners.find((one) => one.owner === owner);
  if (mine !== undefined && signs.includes(mine.sign)) return;
  const taken = owners.filter((one) => one.owner !== owner).map((one) => one.sign);
  await store.rememberOwner({ ...mine, owner, sign: freeSign(offered, signs, taken) });
}

/**
 * Bring the ticket this phone has, or get one. The server's word on the animal and the letterbox is kept.
 * Not once somebody left, also when they left while this page was still starting.
 */
export async function enrolHere(store: Store, owner: string): Promise<Owner | undefined> {
  const stop = new AbortController();
  document.addEventListener("heard:leave", () => stop.abort(), { once: true });
  const known = await store.owner(owner);
  const { token } = await api.fetchToken();
  if (known === undefined || token === null || token.owner !== owner || hasLeft()) return known;
  const found = await api.enrol(known.sign, known.ticket ?? "", token.csrf, stop);
  if (found === null) return known;
  const mine: Owner = { owner, sign: found.sign, ticket: found.ticket, letterbox: found.letterbox };
  await store.rememberOwner(mine);
  return mine;
}

export function showSign(root: HTMLElement, mine: Owner | undefined): void {
  const line = root.querySelector<HTMLElement>("[data-my-sign]");
  const art = root.querySelector<HTMLTemplateElement>(`template[data-sign-art="${CSS.escape(mine?.sign ?? "")}"]`);
  const picture = art?.content.querySelector("svg")?.cloneNode(true);
  if (line === null || art === null || picture === undefined) return;
  const words = document.createElement("span");
  words.className = "vh";
  words.textContent = art.content.textContent;
  line.querySelector("[data-my-sign-art]")?.replaceChildren(picture, words);
  line.hidden = false;
}
