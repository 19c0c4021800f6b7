import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Reply } from "../../static/src/js/houses/api";
import { type Change, Queue } from "../../static/src/js/houses/queue";
import { Store } from "../../static/src/js/houses/store";
import type { Item } from "../../static/src/js/houses/types";

let names = 0;
let store: Store;
let server: Server;

/** Counts an entry once, whatever the network does to the request or the reply. */
class Server {
  readonly kept = new Map<string, Item>();
  readonly posts: string[] = [];
  owner = "zara";
  signedIn = true;
  /** What happens to the next posts, one each: then all is well. */
  faults: (number | "before" | "after")[] = [];

  token = () =>
    Promise.resolve(
      this.signedIn ? { status: 200, token: { csrf: "c", owner: this.owner } } : { status: 401, token: null },
    );

  post = async (item: Item): Promise<Reply> => {
    this.posts.push(`${item.id}:${item.rev}`);
    const fault = this.faults.shift();
    if (fault === "before") throw new TypeError("network");
    if (typeof fault === "number") return { status: fault, message: `said ${fault}` };
    const known = this.kept.get(item.id);
    if (known === undefined || known.rev < item.rev) this.kept.set(item.id, item);
    if (fault === "after") throw new TypeError("network");
    return { status: 200, message: "" };
  };
}

interface Phone {
  queue: Queue;
  told: Change[];
  waits: number[];
  fire(): Promise<void>;
}

let lock: Promise<void> = Promise.resolve();
function oneAtATime(work: () => Promise<void>): Promise<void> {
  lock = lock.then(work, work);
  return lock;
}

function phone(): Phone {
  const told: Change[] = [];
  const waits: number[] = [];
  let due: (() => void) | null = null;
  const queue = new Queue({
    store,
    token: () => server.token(),
    post: (item) => server.post(item),
    alone: oneAtATime,
    later: (ms, work) => {
      waits.push(ms);
      due = work;
      return () => {
        due = null;
      };
    },
    tell: (change) => told.push(change),
  });
  const fire = async (): Promise<void> => {
    const work = due;
    due = null;
    work?.();
    await queue.poke();
  };
  return { queue, told, waits, fire };
}

function item(id: string, about: Partial<Item> = {}): Item {
  return {
    id, rev: 1, owner: "zara", kind: "send", set_id: "s", key_id: "k", enc: "e", ct: `c-${id}`,
    made_at: "2026-11-22T10:00:00Z", saved_offline: false, signed_in: true, uploaded_rev: 0, ...about,
  };
}

beforeEach(async () => {
  store = await Store.open(`home-${(names += 1)}`);
  server = new Server();
});

test("sent once, then gone from the phone", async () => {
  await store.keep(item("a"));
  const { queue, told } = phone();
  await queue.wake();
  await queue.wake();
  assert.deepEqual(server.posts, ["a:1"]);
  assert.deepEqual(await store.items(), []);
  assert.deepEqual(told.map((change) => change.phase), ["sending", "arrived"]);
});

for (const fault of ["before", "after", 500, 502, 403, 429, 404] as const)
  test(`cut or refused (${fault}): kept, the same revision goes again, counted once`, async () => {
    await store.keep(item("a"));
    server.faults = [fault, fault];
    const one = phone();
    await one.queue.wake();
    assert.equal((await store.items()).length, 1);
    await one.fire();
    await one.fire();
    assert.deepEqual(server.posts, ["a:1", "a:1", "a:1"]);
    assert.deepEqual([...server.kept.keys()], ["a"]);
    assert.deepEqual(await store.items(), []);
    assert.deepEqual(one.waits, [1000, 2000]);
  });

test("the reply is lost and the page closed: the next page sends the same once more and then it is gone", async () => {
  await store.keep(item("a"));
  server.faults = ["after"];
  const first = phone();
  await first.queue.wake();
  first.queue.stop();
  await phone().queue.wake();
  assert.deepEqual(server.posts, ["a:1", "a:1"]);
  assert.deepEqual(await store.items(), []);
});

test("back-off grows to a minute and never gives up; coming online tries at once", async () => {
  await store.keep(item("a"));
  server.faults = Array.from({ length: 40 }, () => "before" as const);
  const one = phone();
  await one.queue.wake();
  for (let at = 0; at < 30; at += 1) await one.fire();
  assert.deepEqual(one.waits.slice(0, 8), [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(one.waits.length, 31);
  server.faults = [];
  await one.queue.wake();
  assert.deepEqual(await store.items(), []);
});

test("a new stroke does not jump the back-off", async () => {
  await store.keep(item("a"));
  server.faults = ["before"];
  const one = phone();
  await one.queue.wake();
  await one.queue.poke();
  assert.equal(server.posts.length, 1);
});

test("signed out: nothing is sent, nothing is lost; after sign-in each goes once", async () => {
  for (const id of ["a", "b", "c"]) await store.keep(item(id));
  server.signedIn = false;
  const out = phone();
  await out.queue.wake();
  assert.deepEqual(server.posts, []);
  assert.equal((await store.items()).length, 3);
  assert.deepEqual(out.told.map((change) => change.phase), ["signin", "signin", "signin"]);
  assert.deepEqual(out.waits, []);
  server.signedIn = true;
  await phone().queue.wake();
  assert.deepEqual(server.posts, ["a:1", "b:1", "c:1"]);
  assert.deepEqual(await store.items(), []);
});

test("the session ends half-way: the rest stays", async () => {
  for (const id of ["a", "b"]) await store.keep(item(id));
  server.faults = [401];
  await phone().queue.wake();
  assert.deepEqual(server.posts, ["a:1"]);
  assert.equal((await store.items()).length, 2);
});

test("another child's entry is not sent in this child's session; a 409 waits too and holds up nobody", async () => {
  await store.keep(item("y", { owner: "yusuf" }));
  await store.keep(item("z"));
  const one = phone();
  await one.queue.wake();
  assert.deepEqual(server.posts, ["z:1"]);
  await store.keep(item("p"));
  await store.keep(item("q"));
  server.faults = [409];
  await one.queue.wake();
  assert.deepEqual((await store.items()).map((each) => each.id), ["p", "y"]);
  assert.deepEqual([...server.kept.keys()].sort(), ["q", "z"]);
});

for (const status of [422, 413])
  test(`${status}: kept, its message shown, not tried again until the page is loaded again`, async () => {
    await store.keep(item("a"));
    await store.keep(item("b"));
    server.faults = [status];
    const one = phone();
    await one.queue.wake();
    await one.queue.wake();
    assert.deepEqual(server.posts, ["a:1", "b:1"]);
    assert.deepEqual((await store.items()).map((each) => each.id), ["a"]);
    const stopped = one.told.filter((change) => change.phase === "stopped");
    assert.deepEqual(stopped.map((change) => change.message), [`said ${status}`]);
    await phone().queue.wake();
    assert.deepEqual(await store.items(), []);
  });

test("one entry that fails every time does not hold up the others", async () => {
  await store.keep(item("a"));
  await store.keep(item("b"));
  server.faults = [500];
  const one = phone();
  await one.queue.wake();
  assert.deepEqual([...server.kept.keys()], ["b"]);
  assert.deepEqual(one.waits, [1000]);
});

test("a draft stays on the phone, marked; a later revision goes by itself", async () => {
  await store.keep(item("d", { kind: "draft" }));
  const { queue, told } = phone();
  await queue.wake();
  assert.equal((await store.item("d"))?.uploaded_rev, 1);
  await queue.wake();
  await store.keep(item("d", { kind: "draft", rev: 2 }));
  assert.equal((await store.item("d"))?.uploaded_rev, 1);
  await queue.wake();
  await store.keep(item("d", { kind: "send", rev: 3 }));
  await queue.wake();
  assert.deepEqual(server.posts, ["d:1", "d:2", "d:3"]);
  assert.deepEqual(await store.items(), []);
  assert.equal(told.at(-1)?.phase, "arrived");
});

test("a revision kept while an older one is on its way is not lost", async () => {
  await store.keep(item("d", { kind: "draft" }));
  const post = server.post;
  server.post = async (sent) => {
    if (sent.rev === 1) await store.keep(item("d", { kind: "send", rev: 2 }));
    return post(sent);
  };
  const { queue } = phone();
  await Promise.all([queue.wake(), queue.poke()]);
  await queue.wake();
  assert.equal(server.kept.get("d")?.rev, 2);
  assert.deepEqual(await store.items(), []);
});

test("two tabs never send the same entry twice", async () => {
  for (let at = 0; at < 20; at += 1) await store.keep(item(`i${at}`));
  await Promise.all([phone().queue.wake(), phone().queue.wake(), phone().queue.wake()]);
  assert.equal(server.posts.length, 20);
  assert.equal(new Set(server.posts).size, 20);
});

test("two tabs with the same draft: the second is told, so that it can keep its own", async () => {
  assert.equal(await store.keep(item("d", { rev: 4, kind: "draft" })), true);
  assert.equal(await store.keep(item("d", { rev: 4, kind: "draft", ct: "other" })), false);
  assert.equal((await store.item("d"))?.ct, "c-d");
});

test("two hundred flips of the network: each of forty entries once", async () => {
  for (let at = 0; at < 40; at += 1) await store.keep(item(`i${at}`));
  const kinds = ["before", "after", 500, 503] as const;
  server.faults = Array.from({ length: 200 }, (_, at) => kinds[(at * 7) % 4] ?? "before");
  for (let at = 0; at < 250 && (await store.items()).length > 0; at += 1) await phone().queue.wake();
  assert.deepEqual(await store.items(), []);
  assert.equal(server.kept.size, 40);
});

test("an errand to put something away goes like an entry, again until the server has named it, and then is gone", async () => {
  await store.keep(item("d", { kind: "draft" }));
  await store.putAway("d", "zara");
  assert.deepEqual([(await store.item("d"))?.kind, (await store.item("d"))?.ct], ["fresh", ""]);
  assert.equal(await store.keep(item("d", { kind: "draft", rev: 2 })), false);
  server.faults = ["after"];
  const one = phone();
  await one.queue.wake();
  assert.equal((await store.items()).length, 1);
  await one.fire();
  assert.deepEqual(await store.items(), []);
});

test("what was sent is not put away", async () => {
  await store.keep(item("s"));
  await store.putAway("s", "zara");
  assert.equal((await store.item("s"))?.kind, "send");
});

test("a tab of an older version goes on when a newer one changes the phone's store", async () => {
  const { openDB } = await import("idb");
  const name = `shared-${(names += 1)}`;
  const old = await Store.open(name);
  await old.keep(item("a"));
  const newer = await openDB(name, 99);
  await old.keep(item("b"));
  assert.deepEqual((await old.items()).map((each) => each.id), ["a", "b"]);
  newer.close();
  // And an older app that is opened on a newer store (a rollback) is not refused.
  assert.equal((await (await Store.open(name)).items()).length, 2);
});

test("a tab that cannot close yet is told about, and opening goes on when it has closed", async () => {
  const { openDB } = await import("idb");
  const name = `held-${(names += 1)}`;
  const held = await openDB(name, 1, {
    upgrade(fresh) {
      for (const [store, keyPath] of [["owners", "owner"], ["items", "id"], ["keys", "key_id"], ["probe", "id"]])
        fresh.createObjectStore(store ?? "", { keyPath: keyPath ?? "" });
    },
  });
  let told = 0;
  const opening = Store.open(name, () => {
    told += 1;
    held.close();
  });
  assert.deepEqual(await (await opening).items(), []);
  assert.equal(told, 1);
});
