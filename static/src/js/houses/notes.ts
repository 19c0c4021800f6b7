/** The queue of one child's notes on this phone: the same machine as for entries, with the ticket for a key. */
import * as api from "./api";
import { aloneOnThisPhone, type Change, Queue } from "./queue";
import type { Store } from "./store";

export function notesQueue(store: Store, owner: string, ticket: string, tell: (change: Change) => void, promised: (words: string) => void): Queue {
  return new Queue({
    store: {
      items: () => store.notes(owner),
      item: (id) => store.note(id),
      markUploaded: () => Promise.resolve(),
      removeSent: (id) => store.removeNote(id),
    },
    token: () => Promise.resolve({ status: 200, token: { csrf: ticket, owner } }),
    post: async (item, csrf) => {
      const reply = await api.postNote(item, csrf);
      if (reply.status === 200) promised(reply.message);
      return reply;
    },
    alone: aloneOnThisPhone,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    tell,
  });
}

/** Notes that waited for a network go when the child signs in; one round, nothing is said. */
export async function sendNotes(store: Store, owner: string): Promise<void> {
  const mine = await store.owner(owner);
  if (mine?.ticket === undefined || (await store.notes(owner)).length === 0) return;
  const queue = notesQueue(store, owner, mine.ticket, () => undefined, () => undefined);
  await queue.wake();
  queue.stop();
}
