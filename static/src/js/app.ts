// The shell of every page: boosted navigation, Leave, the idle lock, and the small helpers that pages ask for by data- hooks.
import "./shell/htmx";
import { startCopy } from "./shell/copy";
import { startHouses, stopHouses } from "./shell/houses";
import { startEnds } from "./shell/ends";
import { startIdle } from "./shell/idle";
import { showKept, startKept, stopKept } from "./shell/kept";
import { startLetterbox, stopLetterbox } from "./shell/letterbox";
import { startLeave } from "./shell/leave";
import { forgetPath, keepAddressPlain, startNavigation } from "./shell/navigation";
import { startOffline, showOffline } from "./shell/offline";
import { startOnce } from "./shell/once";
import { startPasskeys } from "./shell/passkey";
import { startPeek } from "./shell/peek";
import { startPictures } from "./shell/pictures";
import { startSpeak, stopSpeak } from "./shell/speak";
import { startWorker, tellLanguage } from "./shell/worker";

function pageReady(): void {
  keepAddressPlain();
  forgetPath();
  startPictures();
  startPasskeys();
  startPeek();
  startSpeak();
  showOffline();
  showKept();
  startHouses();
  startLetterbox();
  startEnds();
  tellLanguage();
}

function pageGoes(): void {
  stopSpeak();
  stopHouses();
  stopLetterbox();
  stopKept();
}

startLeave();
startIdle();
startKept();
startCopy();
startOnce();
startOffline();
startNavigation(pageGoes, pageReady);
startWorker();
pageReady();
