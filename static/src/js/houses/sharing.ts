/** "Who can see this?": the form, what its button says, and what she picked. */
import type { Screens } from "./screens";
import * as share from "./share";
import type { Share } from "./types";
import type { Words } from "./words";

export class Sharing {
  private readonly form: HTMLFormElement | null;

  constructor(root: HTMLElement, private readonly words: Words, private readonly screens: Screens) {
    this.form = root.querySelector<HTMLFormElement>("[data-share]");
  }

  clear(): void {
    this.form?.reset();
    this.screens.error("share", "");
    this.refresh();
  }

  refresh(): void {
    if (this.form !== null) share.refresh(this.form, this.words.say("send"), this.words.say("send_not_yet"));
  }

  /** The form was sent off: her choice goes to `send`; "Not yet" keeps it. */
  submit(event: Event, send: (chosen: Share) => void): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-share]")) return;
    event.preventDefault();
    event.stopPropagation();
    const choice = share.read(form);
    if (choice.kind === "share") send(choice.share);
    else if (choice.kind === "none") this.screens.error("share", this.words.say("share_pick"));
    else if (choice.kind === "nobody-picked") this.screens.error("share", this.words.say("share_people_pick"));
    else this.screens.show("kept");
  }
}
