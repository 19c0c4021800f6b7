/** Who is making it, and the public key to seal to. */
import { importPublicKey } from "./sealing";
import type { Owner, Store } from "./store";

export interface Sealer {
  owner: string;
  keyId: string;
  key: CryptoKey;
}

/** The key the page brought, or the last one this phone saw; null when it never saw one. */
export async function keyFor(root: HTMLElement, store: Store, owner: string): Promise<Sealer | null> {
  const { keyId, publicKey } = root.dataset;
  const known = keyId && publicKey ? { key_id: keyId, public_key: publicKey } : await store.lastKey();
  if (known === undefined) return null;
  return { owner, keyId: known.key_id, key: await importPublicKey(known.public_key) };
}

/** Offline nobody is signed in: each child taps the picture that stands for them. */
export async function askOwner(root: HTMLElement, store: Store, chosen: (owner: string) => void): Promise<void> {
  const owners = await store.owners();
  const box = root.querySelector<HTMLElement>("[data-owner-picks-box]");
  const none = root.querySelector<HTMLElement>("[data-owner-none]");
  if (box !== null) box.hidden = owners.length === 0;
  if (none !== null) none.hidden = owners.length > 0;
  const safe = root.querySelector<HTMLElement>("[data-picture-safe]");
  if (safe !== null) safe.hidden = !(await store.items()).some((item) => item.kind !== "fresh");
  showOwners(root, owners, (owner) => chosen(owner.owner));
}

/** One button a child: an animal, no name. */
export function showOwners(root: HTMLElement, owners: readonly Owner[], chosen: (owner: Owner) => void): void {
  const buttons = owners.map((owner) => ownerButton(root, owner, chosen));
  root.querySelector("[data-owner-picks]")?.replaceChildren(...buttons);
}

function ownerButton(root: HTMLElement, owner: Owner, chosen: (owner: Owner) => void): HTMLButtonElement {
  const button = document.createElement("button");
  const art = root.querySelector<HTMLTemplateElement>(`template[data-sign-art="${CSS.escape(owner.sign)}"]`);
  button.type = "button";
  button.append(art?.content.cloneNode(true) ?? owner.sign);
  button.addEventListener("click", () => chosen(owner));
  return button;
}
