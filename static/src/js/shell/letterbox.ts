// The letterbox: its link shows on a phone that has one, its page has a bundle of its own. This phone's children are
// animals in IndexedDB, without names; here they are only read.
interface Known {
  owner: string;
  sign: string;
  ticket?: string;
  letterbox?: boolean;
}
interface Bundle {
  start(root: HTMLElement): () => void;
}

let stop: (() => void) | null = null;
let wanted: HTMLElement | null = null;

export function stopLetterbox(): void {
  stop?.();
  stop = null;
  wanted = null;
}

export function startLetterbox(): void {
  void showLinks();
  void hideTaken();
  const root = document.querySelector<HTMLElement>("[data-letterbox-page]");
  const source = root?.dataset["src"];
  if (!root || !source || wanted === root) return;
  wanted = root;
  void import(source).then((bundle: Bundle) => {
    if (wanted === root) stop = bundle.start(root);
  });
}

async function showLinks(): Promise<void> {
  const links = document.querySelectorAll<HTMLElement>("[data-letterbox-link]");
  if (links.length === 0) return;
  const has = (await knownHere()).some((one) => one.letterbox === true && one.ticket !== undefined);
  for (const link of links) link.hidden = !has;
}

/** Two children on one phone never pick the same animal. */
async function hideTaken(): Promise<void> {
  const form = document.querySelector<HTMLElement>("[data-sign-owner]");
  if (form === null) return;
  const others = (await knownHere()).filter((one) => one.owner !== form.dataset["signOwner"]).map((one) => one.sign);
  for (const pick of form.querySelectorAll<HTMLButtonElement>("[data-sign-pick]")) pick.hidden = others.includes(pick.value);
}

/** Nothing when this phone never kept anything: looking must not make a database. */
function knownHere(): Promise<Known[]> {
  return new Promise((done) => {
    if (!("indexedDB" in window)) return done([]);
    try {
      const asked = indexedDB.open("home");
      asked.onupgradeneeded = () => asked.transaction?.abort();
      asked.onerror = () => done([]);
      asked.onsuccess = () => read(asked.result, done);
    } catch {
      done([]);
    }
  });
}

function read(db: IDBDatabase, done: (found: Known[]) => void): void {
  db.onversionchange = () => db.close();
  const found = db.transaction("owners").objectStore("owners").getAll();
  found.onerror = () => done([]);
  found.onsuccess = () => {
    db.close();
    done(found.result as Known[]);
  };
}
