/** The queue as this page has it: what each kind of item is posted with, and when it is tried again. */
import * as api from "./api";
import type { Attachments } from "./attachments";
import { aloneOnThisPhone, type Change, Queue } from "./queue";
import type { Store } from "./store";
import type { Item } from "./types";
import { postWithParts } from "./uploads";
import type { Words } from "./words";

export interface PostingParts {
  store: Store;
  files: Attachments;
  words: Words;
  tell(change: Change): void;
}

export function makeQueue(parts: PostingParts): Queue {
  return new Queue({
    store: parts.store,
    token: api.fetchToken,
    post: (item, csrf) => post(parts, item, csrf),
    alone: aloneOnThisPhone,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    tell: (change) => parts.tell(change),
  });
}

/** An errand goes as it is; an entry goes after the photos and voice notes it names. */
function post({ store, files, words }: PostingParts, item: Item, csrf: string): Promise<api.Reply> {
  if (item.kind === "fresh") return api.post(item, csrf);
  const refused = (id: string, message: string): void => void files.refused.set(id, message);
  const lost = (): string => words.say("file_lost");
  const ways = { store, postPart: api.postPart, postEntry: api.postEntry, refused, lost };
  return postWithParts(ways, item, csrf);
}
